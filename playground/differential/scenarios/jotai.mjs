import { atom, createStore, getDefaultStore } from "jotai/vanilla";
import {
  atomFamily,
  atomWithReset,
  freezeAtom,
  loadable,
  RESET,
  selectAtom,
  splitAtom,
  unwrap,
} from "jotai/vanilla/utils";

const store = createStore();
const count = atom(1);
const double = atom((get) => get(count) * 2);
const add = atom(null, (get, set, by) => set(count, get(count) + by));
const heard = [];
const stop = store.sub(double, () => heard.push(store.get(double)));
store.set(add, 4);
store.set(count, (n) => n + 1);
stop();
store.set(count, 100);
console.log(heard, store.get(double), `${count} ${double} ${add}`);

const resettable = atomWithReset("first");
store.set(resettable, "second");
console.log(
  store.get(resettable),
  store.set(resettable, RESET),
  store.get(resettable),
  String(RESET),
);

const family = atomFamily((id) => atom({ id, seen: 0 }));
console.log(family("a") === family("a"), family("a") === family("b"), `${family("c")}`);
family.remove("a");
console.log([...family.getParams()]);

const person = atom({ name: "n", tags: ["x", "y"] });
const name = selectAtom(person, ({ name }) => name);
console.log(store.get(name), selectAtom(person, String) === selectAtom(person, String));
const tags = splitAtom(atom(["x", "y", "z"]));
console.log(store.get(tags).map((tag) => store.get(tag)));
store.set(tags, { type: "remove", atom: store.get(tags)[1] });
console.log(store.get(tags).map((tag) => store.get(tag)));

const slow = atom(async (get) => `slow ${get(count)}`);
const state = loadable(slow);
console.log(store.get(state), loadable(slow) === state, store.get(unwrap(slow, () => "waiting")));
await store.get(slow);
store.sub(state, () => console.log("loaded", store.get(state)));
await new Promise((done) => setTimeout(done));
console.log(store.get(state));
console.log(
  Object.isFrozen(store.get(freezeAtom(atom({ deep: { frozen: 1 } })))),
  getDefaultStore() === getDefaultStore(),
);
const broken = atom(() => {
  throw new RangeError("broken");
});
try {
  store.get(broken);
} catch (error) {
  console.log(error.name, error.message);
}
