// Two states have two keys, whatever their names are.
import { AsyncLocalStorage } from "node:async_hooks";
export const A = class Scope { static als = new AsyncLocalStorage(); };
export const B = class Scope { static als = new AsyncLocalStorage(); };
{ const C = class { static als = new AsyncLocalStorage(); }; void C; }
{ const C = class { static als = new AsyncLocalStorage(); }; void C; }
for (const it of [1, 2]) { const D = class { static als = new AsyncLocalStorage(); }; void [it, D]; }
export class E { static "#m" = new AsyncLocalStorage(); static #m = new AsyncLocalStorage(); static get() { return E.#m; } }
(function () { class Registry { /* rwstate: keep */ static items = []; static als = new AsyncLocalStorage(); } return Registry; })();
(function () { class Registry { static als = new AsyncLocalStorage(); } return Registry; })();
const F = class Named { static als = new AsyncLocalStorage(); static set(als) { Named.als = als; } };
/* rwstate: keep */ const G = class Own { static n = 0; };
export { F, G };
