import { Service } from "./service";
import { load } from "./load";
class Local {}
let service = new Service();
let local: Local | undefined;
const held = { n: 0, inc() { this.n++; } };
const opaque = { user: load() };
let awaited = await load();
var twice = 1;
var twice = 2;
let { part, rest } = load();
let top = 0;
top = 1;
if (top) {
  var nestedVar = 0;
}
{
  let nested = 0;
  globalThis.next = () => nested++;
}
for (let i = 0; i < 1; i++) globalThis.i = () => i++;
class Counter {
  static count = 0;
  static #hidden = 0;
  static hit() { Counter.#hidden++; return Counter.count++; }
}
const instance = new Local();
export function change() {
  service = new Service();
  local = new Local();
  held.n++;
  opaque.user = 1;
  awaited = 1;
  twice = 3;
  part = rest;
  top++;
  nestedVar = 1;
  instance.x = 1;
}
// service: Binding, refused, unsafe-instance
// local: Binding, refused, unsafe-instance
// held: Container, refused, holds-code
// opaque: Container, refused, opaque-initializer
// awaited: Binding, refused, top-level-await
// twice: Binding, refused, redeclared-binding
// twice: Binding, refused, redeclared-binding
// part: Binding, refused, destructured-binding
// top: Binding, refused, written-at-top-level
// nestedVar: Binding, refused, nested-binding
// nested: Binding, refused, nested-binding
// i: Binding, refused, nested-binding
// Counter.count: Binding, refused, static-primitive
// Counter.#hidden: Binding, refused, static-primitive
// instance: Instance, refused, unsafe-instance
