import superjson, { SuperJSON } from "superjson";

class Money {
  constructor(amount) {
    this.amount = amount;
  }
  toString() {
    return `${this.amount} EUR`;
  }
}
const tag = Symbol("tag");
superjson.registerClass(Money, "money");
superjson.registerSymbol(tag, "tag");
superjson.registerCustom(
  {
    isApplicable: (v) => v instanceof Uint8ClampedArray,
    serialize: (v) => [...v],
    deserialize: (v) => new Uint8ClampedArray(v),
  },
  "clamped",
);
superjson.allowErrorProps("code");
const shared = { n: 1 };
const value = {
  date: new Date(0),
  map: new Map([["k", new Set([1n, undefined])]]),
  numbers: [NaN, -0, Infinity],
  re: /x/gi,
  url: new URL("http://a.b/"),
  error: Object.assign(new RangeError("r"), { code: 7, hidden: 1 }),
  money: new Money(5),
  tag,
  bytes: new Uint8Array([1, 2]),
  clamped: new Uint8ClampedArray([300]),
  a: shared,
  b: shared,
};
value.self = value;
const { json, meta } = superjson.serialize(value);
delete json.error.stack;
console.log(JSON.stringify(json), JSON.stringify(meta));
const back = superjson.deserialize(superjson.serialize(value));
back.error = [back.error.name, back.error.message, back.error.code, back.error.hidden];
console.log(
  back,
  back.a === back.b,
  back.self === back,
  `${back.money}`,
  back.money instanceof Money,
  back.tag === tag,
);
const own = new SuperJSON({ dedupe: true });
console.log(own.stringify({ a: shared, b: shared }), own.parse(own.stringify({ d: new Date(5) })));
try {
  own.parse(superjson.stringify({ money: new Money(1) }));
} catch (error) {
  console.log(error.name, error.message);
}
