import { LRUCache } from "lru-cache";

const gone = [];
let now = 1000;
const cache = new LRUCache({
  max: 3,
  ttl: 50,
  perf: { now: () => now },
  ttlResolution: 0,
  updateAgeOnGet: true,
  dispose: (value, key, reason) => gone.push([key, value, reason]),
});
for (const key of ["a", "b", "c", "d"]) cache.set(key, key.toUpperCase());
console.log(
  [...cache],
  cache.get("a"),
  cache.get("b"),
  cache.peek("c"),
  cache.has("d"),
  cache.size,
);
cache.set("b", "B2").delete?.("none");
cache.set("e", "E", { ttl: 5 });
now += 10;
const status = {};
console.log(cache.get("e", { status }), status, cache.getRemainingTTL("b"), cache.info("b")?.value);
now += 100;
console.log(cache.purgeStale(), [...cache.keys()], gone);

const sized = new LRUCache({
  maxSize: 10,
  sizeCalculation: (value) => value.length,
  noDisposeOnSet: true,
});
sized.set("x", "12345").set("y", "123456");
console.log(
  sized.calculatedSize,
  sized.dump().map(([key, { value }]) => [key, value]),
  sized.pop(),
);

const fetching = new LRUCache({
  max: 5,
  fetchMethod: async (key, stale, { signal, context }) => {
    if (key === "fails") throw new Error("no such key");
    return `${key} ${stale ?? "new"} ${signal.aborted} ${context}`;
  },
  memoMethod: (key, before) => `memo ${key} ${before}`,
});
console.log(
  await Promise.all([fetching.fetch("k", { context: "c" }), fetching.fetch("k", { context: "d" })]),
);
console.log(
  await fetching.fetch("fails").catch((error) => error.message),
  fetching.memo("m"),
  fetching.memo("m"),
);
// Warned of once per process.
process.removeAllListeners("warning");
process.on("warning", ({ name, code, message }) => console.log(name, code, message));
for (let i = 0; i < 2; i++) new LRUCache({ ttl: 1, ttlAutopurge: false });
await new Promise((done) => setTimeout(done));
for (const options of [{}, { max: -1 }, { max: 1, ttl: "x" }]) {
  try {
    new LRUCache(options);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
