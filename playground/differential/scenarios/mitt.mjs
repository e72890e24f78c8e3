import mitt from "mitt";

const shared = new Map([["preset", [(value) => console.log("preset", value)]]]);
const emitter = mitt(shared);
const once = (value) => {
  console.log("once", value);
  emitter.off("a", once);
};
emitter.on("a", once);
emitter.on("a", (value) => console.log("a", value));
emitter.on("*", (type, value) => console.log("any", String(type), value));
const symbol = Symbol("event");
emitter.on(symbol, (value) => console.log("symbol", value));
for (const [type, value] of [
  ["preset", 0],
  ["a", 1],
  ["a", 2],
  [symbol, 3],
  ["none", 4],
])
  emitter.emit(type, value);
emitter.off("a");
emitter.emit("a", 5);
console.log(
  emitter.all === shared,
  [...shared.keys()].map(String),
  Object.keys(emitter),
  mitt.name,
  mitt.length,
);
emitter.all.clear();
emitter.emit("*", "silence");
