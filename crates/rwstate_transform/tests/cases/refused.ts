import { AsyncLocalStorage } from "node:async_hooks";
import { load } from "./load";
/* rwstate: keep */
let awaited = await load();
/* rwstate: keep */
var twice = 1;
var twice = 2;
/* rwstate: keep */
let { part, rest } = load();
/* rwstate: keep */
let top = 0;
top = 1;
if (top) {
  /* rwstate: keep */
  var nestedVar = 0;
}
{
  /* rwstate: keep */
  let nested = 0;
  const context = new AsyncLocalStorage();
  globalThis.next = () => [nested++, context];
}
/* rwstate: keep */
for (let unseen = 0; unseen < 1; unseen++) {}
for (/* rwstate: keep */ let i = 0; i < 1; i++) globalThis.i = () => i++;
class Counter {
  /* rwstate: keep */
  static count = 0;
  /* rwstate: keep */
  static #hidden = 0;
  static context = new AsyncLocalStorage();
  static hit() { Counter.context = null; Counter.#hidden++; return Counter.count++; }
}
class Own {
  /* rwstate: keep */ static cache = new Map();
  /* rwstate: keep */ static n = 0;
  /* rwstate: keep */ static kept = new Map();
  static hit(it: typeof Own) { [this.kept].pop()!.set(1, 1); it.n++; queueMicrotask(() => { this.cache = new Map(); }); }
  own() { this.kept = 1; (function () { this.kept = 2; })(); }
}
export function change() {
  awaited = 1;
  twice = 3;
  part = rest;
  top++;
  nestedVar = 1;
}
