/** The package's own tests, which it publishes; those are left out that run programs or random data. */
import { readdirSync } from "node:fs";

const suites = [];
const tests = [];
globalThis.describe = (name, body) => {
  suites.push(name);
  body();
  suites.pop();
};
globalThis.it = (name, body) => tests.push([[...suites, name].join(" > "), body]);
globalThis.it.skip = globalThis.describe.skip = () => {};
globalThis.before = (body) => body();

const folder = new URL("./test/", import.meta.resolve("cborg"));
const left = /bin|fuzz|bl\.js|partial|length|extended-vectors/;
for (const file of readdirSync(folder).filter(
  (file) => /^test-.*\.js$/.test(file) && !left.test(file),
))
  await import(new URL(file, folder));
let passed = 0;
for (const [name, body] of tests) {
  try {
    await body.call({ timeout: () => {}, skip: () => {} });
    passed++;
  } catch (error) {
    console.log("failed:", name, error.message);
  }
}
console.log(passed, "of", tests.length);
