import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as eventloop from "lib0/eventloop";
import * as list from "lib0/list";
import * as prng from "lib0/prng";
import * as rabin from "lib0/hash/rabin";
import * as sha256 from "lib0/hash/sha256";
import * as buffer from "lib0/buffer";
import * as environment from "lib0/environment";
import { ObservableV2 } from "lib0/observable";
import * as testing from "lib0/testing";

const encoder = encoding.createEncoder();
const values = [
  1,
  -5,
  2 ** 40,
  "text ünï",
  true,
  null,
  undefined,
  1.5,
  [1, { a: "b" }],
  new Uint8Array([1, 2]),
];
values.forEach((value) => encoding.writeAny(encoder, value));
encoding.writeVarString(encoder, "end");
const bytes = encoding.toUint8Array(encoder);
const decoder = decoding.createDecoder(bytes);
console.log(
  buffer.toBase64(bytes),
  values.map(() => decoding.readAny(decoder)),
  decoding.readVarString(decoder),
  decoding.hasContent(decoder),
);

const order = [];
for (const n of [1, 2, 3]) eventloop.enqueue(() => order.push(n));
await new Promise((done) => eventloop.timeout(5, done));
console.log(order, buffer.toHexString(sha256.digest(new Uint8Array([1, 2, 3]))));
// Tables that the module computes once.
for (let i = 0; i < 2; i++)
  console.log(buffer.toHexString(rabin.fingerprint(rabin.StandardIrreducible128, bytes)));
const generator = prng.create(42);
console.log(
  prng.int32(generator, 0, 100),
  prng.word(generator),
  prng.oneOf(generator, ["a", "b", "c"]),
);
const numbers = list.create();
[1, 2, 3].forEach((n) => list.pushEnd(numbers, new list.ListNode(n)));
console.log(
  list.toArray(numbers).length,
  environment.isNode,
  environment.hasParam("--none"),
  environment.getParam("--x", "default"),
);
const observable = new ObservableV2();
observable.once("e", (v) => console.log("once", v));
observable.emit("e", [1]);
observable.emit("e", [2]);
try {
  testing.compare({ a: [1, 2] }, { a: [1, 3] });
} catch (error) {
  console.log(error.message);
}
