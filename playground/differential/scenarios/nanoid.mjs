import { webcrypto } from "node:crypto";

// The pool of random bytes is the module's: these bytes are counted, so ids tell how it is used.
let next = 0;
webcrypto.getRandomValues = (bytes) =>
  bytes.forEach((_, index) => (bytes[index] = next++ % 251)) ?? bytes;
const { customAlphabet, customRandom, nanoid, random, urlAlphabet } = await import("nanoid");

console.log(nanoid(), nanoid(5), nanoid(300).length, nanoid(), urlAlphabet.length);
console.log(customAlphabet("abc", 12)(), customAlphabet("abcdef")(4), random(3));
console.log(customRandom("01", 8, (size) => new Uint8Array(size).fill(1))(), next);
for (let i = 0; i < 200; i++) nanoid();
console.log(nanoid(), next);
