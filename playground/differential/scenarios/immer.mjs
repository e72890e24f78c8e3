import {
  applyPatches,
  castDraft,
  createDraft,
  current,
  enableMapSet,
  enablePatches,
  finishDraft,
  Immer,
  immerable,
  isDraft,
  nothing,
  original,
  produce,
  produceWithPatches,
  setAutoFreeze,
} from "immer";

// Plugins are kept by the module.
try {
  produce(new Map(), () => {});
} catch (error) {
  console.log(error.message);
}
enablePatches();
enableMapSet();
const base = {
  list: [1, { deep: true }],
  map: new Map([["a", { n: 1 }]]),
  set: new Set([1]),
  same: {},
};
const [next, patches, inverse] = produceWithPatches(base, (draft) => {
  draft.list.push(3);
  draft.list[1].deep = false;
  draft.map.get("a").n++;
  draft.set.add(2);
  delete draft.same;
});
console.log(next, patches, inverse, base);
console.log(applyPatches(next, inverse), next.list === base.list, Object.isFrozen(next.list[1]));
const nested = produce({ a: { b: 1 } }, (draft) => {
  const inner = produce(draft.a, (a) => void (a.b = 2));
  console.log(isDraft(draft), isDraft(inner), original(draft.a), current(draft.a));
  draft.a = inner;
});
console.log(
  nested,
  produce(1, () => nothing),
  produce([1, 2], (draft) => draft.filter((n) => n > 1)),
);
class Point {
  [immerable] = true;
  x = 1;
  get double() {
    return this.x * 2;
  }
}
const moved = produce(new Point(), (draft) => void draft.x++);
console.log(moved, moved instanceof Point, moved.double);
const draft = createDraft({ open: 1 });
castDraft(draft).open = 2;
console.log(finishDraft(draft));
for (const recipe of [
  (draft) => ((draft.a = 1), 5),
  () => {
    throw new RangeError("recipe");
  },
]) {
  try {
    produce({}, recipe);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
let revoked;
produce({ a: {} }, (draft) => void (revoked = draft.a));
try {
  console.log(revoked.x);
} catch (error) {
  console.log(error.name);
}
setAutoFreeze(false);
console.log(
  Object.isFrozen(produce({ a: 1 }, (draft) => void (draft.a = 2))),
  new Immer({ autoFreeze: true }).produce({ a: 1 }, (d) => void d.a++),
);
