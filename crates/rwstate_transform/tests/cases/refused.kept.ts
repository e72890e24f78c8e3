import { keep as __rwstate_keep } from "rwstate/preserve"; import { AsyncLocalStorage } from "node:async_hooks";
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
  const context = __rwstate_keep("app@1.0.0/m#context~68e8f74d", () => (new AsyncLocalStorage()));
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
  /* rwstate: keep */ static kept = __rwstate_keep("app@1.0.0/m#Own.kept~47f4dedc", () => (new Map()));
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
// awaited: Asked, refused, top-level-await
// twice: Asked, refused, redeclared-binding
// part: Asked, refused, destructured-binding
// rest: Asked, refused, destructured-binding
// top: Asked, refused, written-at-top-level
// nestedVar: Asked, refused, nested-binding
// nested: Asked, refused, nested-binding
// context: Context, kept
// i: Asked, refused, nested-binding
// Counter.count: Asked, refused, static-primitive
// Counter.#hidden: Asked, refused, static-primitive
// Counter.context: Context, refused, static-primitive
// Own.cache: Asked, refused, static-primitive
// Own.n: Asked, refused, static-primitive
// Own.kept: Asked, kept
// RWS017 the initializer of `awaited` awaits, so it is not kept
// RWS019 `twice` is declared more than once, so it is not kept
// RWS020 `part` is taken out of a pattern, so it is not kept
// RWS020 `rest` is taken out of a pattern, so it is not kept
// RWS023 `top` is written whenever its module is evaluated, so it is not kept
// RWS021 `nestedVar` is declared in a block or in the head of a loop, so it is not kept
// RWS021 `nested` is declared in a block or in the head of a loop, so it is not kept
// RWS021 `i` is declared in a block or in the head of a loop, so it is not kept
// RWS022 the static property `Counter.count` is reassigned, so it is not kept
// RWS022 the static property `Counter.#hidden` is reassigned, so it is not kept
// RWS022 the static property `Own.cache` is reassigned, so it is not kept
// RWS022 the static property `Own.n` is reassigned, so it is not kept
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
