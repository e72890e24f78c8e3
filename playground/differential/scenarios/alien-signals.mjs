import {
  computed,
  effect,
  effectScope,
  endBatch,
  getActiveSub,
  setActiveSub,
  signal,
  startBatch,
  trigger,
} from "alien-signals";

const count = signal(1);
const list = signal([1]);
const double = computed((before) => count() * 2 + (before === undefined ? 0 : 1));
const seen = [];
const stop = effect(() => {
  seen.push(double());
  effect(() => void seen.push(`inner ${count()}`));
});
count(2);
startBatch();
count(3);
startBatch();
count(4);
endBatch();
seen.push("in the batch");
endBatch();
stop();
count(5);
console.log(seen, double());
const stopScope = effectScope(() => {
  effect(() => console.log("scoped", count(), list().length));
  effect(() => {
    const active = setActiveSub(undefined);
    console.log("untracked", count(), getActiveSub() === undefined);
    setActiveSub(active);
  });
});
count(6);
list().push(2);
trigger(list);
stopScope();
count(7);
try {
  computed(() => {
    throw new RangeError("computed");
  })();
} catch (error) {
  console.log(error.message, getActiveSub());
}
console.log(count(), double());
