import {
  action,
  batch,
  computed,
  createModel,
  effect,
  Signal,
  signal,
  untracked,
} from "@preact/signals-core";

const count = signal(1);
const double = computed(() => {
  console.log("computing");
  return count.value * 2;
});
const stop = effect(() => {
  console.log(
    "effect",
    double.value,
    untracked(() => count.value),
  );
  return () => console.log("cleanup");
});
count.value++;
count.value = 2;
batch(() => {
  count.value = 10;
  batch(() => (count.value = 20));
  console.log("in the batch", double.peek());
});
stop();
count.value = 99;
console.log(
  double.value,
  `${count}`,
  JSON.stringify({ count }),
  double instanceof Signal,
  count.peek(),
);
const [a, b] = [signal("a"), signal("b")];
const chosen = computed(() => (count.value > 50 ? a.value : b.value));
const unsubscribe = chosen.subscribe((value) => console.log("chosen", value));
b.value = "unseen";
count.value = 1;
unsubscribe();
const failures = [
  () => {
    const loop = computed(() => loop.value);
    return loop.value;
  },
  () =>
    effect(() => {
      count.value = count.value + 1;
    }),
  () =>
    computed(() => {
      throw new RangeError("computed");
    }).value,
  () => computed(() => (count.value = 5)).value,
  () =>
    batch(() => {
      throw new TypeError("batch");
    }),
];
for (const fails of failures) {
  try {
    console.log(fails());
  } catch (error) {
    console.log(error.name, error.message);
  }
}
count.value = 0;
console.log(double.value, action?.((n) => (count.value = n))(7), typeof createModel);
