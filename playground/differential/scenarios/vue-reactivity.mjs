import {
  computed,
  customRef,
  effect,
  effectScope,
  isReactive,
  markRaw,
  onScopeDispose,
  onWatcherCleanup,
  pauseTracking,
  reactive,
  readonly,
  ref,
  resetTracking,
  shallowRef,
  stop,
  toRaw,
  toRefs,
  triggerRef,
  watch,
} from "@vue/reactivity/dist/reactivity.esm-bundler.js";

const state = reactive({
  n: 1,
  list: [1, 2],
  map: new Map([["a", { x: 1 }]]),
  set: new Set(),
  raw: markRaw({}),
});
const doubled = computed(() => state.n * 2);
const runner = effect(() =>
  console.log("effect", state.n, state.list.length, state.map.get("a")?.x, state.set.size),
);
state.n++;
state.list.push(3);
state.map.get("a").x = 5;
state.set.add(state.list);
state.set.add(toRaw(state.list));
console.log(
  doubled.value,
  state.list.includes(toRaw(state.list)[0]),
  isReactive(state.raw),
  isReactive(state.map.get("a")),
  reactive(state) === state,
);
stop(runner);
state.n = 50;
const { n } = toRefs(state);
n.value++;
console.log(state.n, doubled.value, readonly(state) === readonly(state), "x" in readonly(state));
const scope = effectScope();
scope.run(() => {
  onScopeDispose(() => console.log("disposed"));
  watch(
    () => state.n,
    (value, before) => {
      onWatcherCleanup(() => console.log("cleanup", value));
      console.log("watch", before, value);
    },
  );
  watch([n, doubled], (values) => console.log("both", values), { immediate: true });
  watch(state, () => console.log("deep"), { deep: 1, once: true });
});
state.n = 7;
state.n = 8;
scope.stop();
state.n = 9;
const shallow = shallowRef({ a: 1 });
const seen = effect(() => console.log("shallow", shallow.value.a));
shallow.value.a = 2;
triggerRef(shallow);
stop(seen);
const custom = customRef((track, trigger) => ({ get: () => (track(), "custom"), set: trigger }));
const untracked = effect(() => {
  pauseTracking();
  console.log("untracked", custom.value);
  resetTracking();
});
custom.value = 1;
stop(untracked);
const failing = ref(0);
try {
  effect(() => {
    if (failing.value) throw new RangeError("effect");
  });
  failing.value = 1;
} catch (error) {
  console.log(error.message);
}
