import { parse, stringify, uneval, unflatten } from "devalue";

class Vector {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
}
const loop = { name: "loop" };
loop.self = loop;
const values = [
  loop,
  [undefined, null, NaN, -0, Infinity, 1n, Array(2), "</script>\u2028\ud800"],
  new Map([[{ k: 1 }, new Set([new Date(0), /x/gi])]]),
  Object.assign(Object.create(null), { "weird-key": 1, __a: [] }),
  new Uint8Array([1, 2, 3]),
  new URL("http://a.b/?q=1"),
  [Object(1), Object("s"), Object(true)],
];
for (const value of values) {
  const text = stringify(value);
  console.log(text, parse(text), uneval(value));
}
const reducers = { Vector: (v) => v instanceof Vector && [v.x, v.y] };
const text = stringify({ v: new Vector(1, 2) }, reducers);
console.log(
  text,
  parse(text, { Vector: ([x, y]) => new Vector(x, y) }),
  unflatten([[1, 2], "a", "b"]),
);
console.log(
  uneval([new Vector(3, 4)], (v, js) => v instanceof Vector && js`new Vector(${v.x},${v.y})`),
);
for (const wrong of [() => {}, { deep: [Symbol("s")] }, { a: { b: class {} } }]) {
  for (const write of [stringify, uneval]) {
    try {
      write(wrong);
    } catch (error) {
      console.log(error.name, error.message, error.path);
    }
  }
}
