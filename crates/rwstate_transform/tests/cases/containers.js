const constant = new Map();
const filled = new Map();
export const exported = new Set();
const pureTable = new Map([["a", 1]]);
const changedTable = new Map([["a", 1]]);
const list = [];
const never = [];
const settings = { port: 80, nested: { on: true } };
const bag = Object.create(null);
const weak = new WeakMap();
const handed = new Map();
const unused = new Map();
use(handed);
export function fill(key) {
  filled.set(key, pureTable.get(key));
  changedTable.delete(key);
  list.push(never.length);
  settings.nested.on = false;
  constant.clear();
  constant = bag[key] = 1;
  Object.assign(weak, {});
}
