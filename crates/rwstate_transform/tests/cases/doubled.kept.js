import { keep as __rwstate_keep } from "rwstate/preserve"; // Two states have two keys, whatever their names are.
import { AsyncLocalStorage } from "node:async_hooks";
export const A = class Scope { static als = __rwstate_keep("app@1.0.0/m#A.als~68e8f74d", () => (new AsyncLocalStorage())); };
export const B = class Scope { static als = __rwstate_keep("app@1.0.0/m#B.als~68e8f74d", () => (new AsyncLocalStorage())); };
{ const C = class { static als = __rwstate_keep("app@1.0.0/m#C.als~e4aadb6f", () => (new AsyncLocalStorage())); }; void C; }
{ const C = class { static als = __rwstate_keep("app@1.0.0/m#C.als:2~e4aadb6f", () => (new AsyncLocalStorage())); }; void C; }
for (const it of [1, 2]) { const D = class { static als = new AsyncLocalStorage(); }; void [it, D]; }
export class E { static "#m" = __rwstate_keep("app@1.0.0/m#E.#m~fade2ac9", () => (new AsyncLocalStorage())); static #m = __rwstate_keep("app@1.0.0/m#E.#m:2~fade2ac9", () => (new AsyncLocalStorage())); static get() { return E.#m; } }
(function () { class Registry { /* rwstate: keep */ static items = []; static als = __rwstate_keep("app@1.0.0/m#Registry.als~bd4e0e0f", () => (new AsyncLocalStorage())); } return Registry; })();
(function () { class Registry { static als = __rwstate_keep("app@1.0.0/m#Registry.als:2~3546e9c7", () => (new AsyncLocalStorage())); } return Registry; })();
const F = class Named { static als = new AsyncLocalStorage(); static set(als) { Named.als = als; } };
/* rwstate: keep */ const G = __rwstate_keep("app@1.0.0/m#G~24a15d11", () => (class Own { static n = 0; }));
export { F, G };
// A.als: Context, kept
// B.als: Context, kept
// C.als: Context, kept
// C.als:2: Context, kept
// D.als: Context, refused, repeated-context
// E.#m: Context, kept
// E.#m:2: Context, kept
// Registry.als: Context, kept
// Registry.als:2: Context, kept
// F.als: Context, refused, static-primitive
// G: Asked, kept
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
