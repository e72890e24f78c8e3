import { batch, createAtom, createStore, flush, shallow, toObserver } from "@tanstack/store";

const count = createAtom(1);
const double = createAtom(() => count.get() * 2);
const sum = createAtom((before) => (before ?? 0) + double.get());
const seen = [];
const { unsubscribe } = sum.subscribe((value) => seen.push(value));
count.set(2);
count.set((n) => n + 1);
batch(() => {
  count.set(10);
  count.set(20);
  // Nothing is told before the outermost batch ends.
  batch(() => count.set(30));
  console.log("in the batch", seen.length, double.get());
});
unsubscribe();
count.set(99);
console.log(seen, sum.get());

const store = createStore({ n: 1, list: [] });
const derived = createStore(() => store.state.n + store.state.list.length);
const stop = derived.subscribe(toObserver((value) => console.log("derived", value)));
store.setState((state) => ({ ...state, n: state.n + 1 }));
store.setState((state) => ({ ...state, list: [1, 2] }));
// A listener that sets what it listens to.
const again = store.subscribe(
  ({ n }) => n < 5 && store.setState((state) => ({ ...state, n: n + 1 })),
);
store.setState((state) => ({ ...state, n: 3 }));
flush();
stop.unsubscribe();
again.unsubscribe();
console.log(store.get(), derived.state, shallow({ a: 1 }, { a: 1 }), shallow([1], [2]));
const failing = createAtom(() => {
  if (count.get() === 0) throw new RangeError("zero");
  return count.get();
});
count.set(0);
try {
  failing.get();
} catch (error) {
  console.log(error.name, error.message);
}
count.set(4);
console.log(failing.get());
