import {
  allTasks,
  atom,
  batched,
  cleanStores,
  computed,
  deepMap,
  keepMount,
  listenKeys,
  map,
  onMount,
  onSet,
  startTask,
  task,
} from "nanostores";

const count = atom(1);
const double = computed(count, (n) => n * 2);
const both = computed([count, double], (a, b) => `${a}/${b}`);
onMount(count, () => {
  console.log("mounted");
  return () => console.log("unmounted");
});
onSet(count, ({ newValue, abort }) => {
  if (newValue === 13) abort();
});
const stop = both.subscribe((value, before) => console.log("both", value, before));
// Sets in a listener are queued by the module.
const nested = count.listen((n) => n < 4 && (count.set(n + 1), console.log("nested", n)));
count.set(2);
count.set(13);
console.log(count.get(), double.get(), both.get(), count.lc);
nested();
stop();

const user = map({ name: "a", age: 1 });
listenKeys(user, ["name"], (value, _, key) => console.log("key", key, value));
user.setKey("age", 2);
user.setKey("name", "b");
user.setKey("name", undefined);
console.log(user.get());
const deep = deepMap({ a: { list: [1, { b: 2 }] } });
deep.listen((_, __, key) => console.log("deep", key));
deep.setKey("a.list[1].b", 3);
console.log(JSON.stringify(deep.get()));

const lazy = batched([count, double], (a, b) => a + b);
keepMount(lazy);
count.set(5);
count.set(6);
await new Promise((done) => setTimeout(done));
console.log("batched", lazy.get());
const end = startTask();
const result = task(async () => "task");
setTimeout(end);
await allTasks();
console.log(await result);
cleanStores(count, user);
console.log(count.lc, user.lc);
