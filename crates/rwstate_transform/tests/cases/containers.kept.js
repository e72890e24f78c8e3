import { keep as __rwstate_keep } from "rwstate/preserve"; const constant = __rwstate_keep("app@1.0.0/m#constant~47f4dedc", () => (new Map()));
const filled = __rwstate_keep("app@1.0.0/m#filled~47f4dedc", () => (new Map()));
export const exported = __rwstate_keep("app@1.0.0/m#exported~5b073c1d", () => (new Set()));
const pureTable = new Map([["a", 1]]);
const changedTable = __rwstate_keep("app@1.0.0/m#changedTable~fdc13b95", () => (new Map([["a", 1]])));
const list = __rwstate_keep("app@1.0.0/m#list~9c5e1c07", () => ([]));
const never = [];
const settings = __rwstate_keep("app@1.0.0/m#settings~3c834589", () => ({ port: 80, nested: { on: true } }));
const bag = __rwstate_keep("app@1.0.0/m#bag~b763f687", () => (Object.create(null)));
const weak = __rwstate_keep("app@1.0.0/m#weak~07debfe6", () => (new WeakMap()));
const handed = __rwstate_keep("app@1.0.0/m#handed~47f4dedc", () => (new Map()));
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
// constant: Container, kept
// filled: Container, kept
// exported: Container, kept
// changedTable: Container, kept
// list: Container, kept
// settings: Container, kept
// bag: Container, kept
// weak: Container, kept
// handed: Container, kept
