import pLimit, { limitFunction } from "p-limit";

const limit = pLimit(2);
const order = [];
let running = 0;
const work = async (name, turns) => {
  order.push(`${name} starts with ${++running}`);
  for (let i = 0; i < turns; i++) await Promise.resolve();
  running--;
  if (name === "fails") throw new RangeError(name);
  return name.toUpperCase();
};
const all = [
  limit(work, "a", 5),
  limit(work, "b", 1),
  limit(work, "fails", 2),
  limit(work, "c", 1),
];
console.log(limit.activeCount, limit.pendingCount);
const results = await Promise.allSettled(all);
console.log(
  results.map(({ status, value, reason }) => [status, value ?? reason.message]),
  order,
);
limit.concurrency = 1;
console.log(
  await limit.map([1, 2, 3], async (value, index) => value * index),
  limit.activeCount,
  limit.concurrency,
);
const blocked = [
  limit(() => new Promise((done) => setTimeout(done))),
  limit(() => console.log("never")),
];
await Promise.resolve();
limit.clearQueue();
await blocked[0];
console.log(limit.pendingCount, await limitFunction(async (v) => v + 1, { concurrency: 1 })(1));
for (const wrong of [0, 1.5, "2"]) {
  try {
    pLimit(wrong);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
