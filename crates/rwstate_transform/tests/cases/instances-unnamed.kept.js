import { keep as __rwstate_keep } from "rwstate/preserve"; // An instance that no name of a class makes may be another one of any of them.
import { AsyncLocalStorage } from "node:async_hooks";
class Pool { storage = new AsyncLocalStorage(); renew() { return new this.constructor(); } }
export const pool = new Pool();
export const own = new (class { constructor() { this.storage = new AsyncLocalStorage(); } })();
export const called = (function () { return { storage: __rwstate_keep("app@1.0.0/m#called.storage~68e8f74d", () => (new AsyncLocalStorage())) }; })();
// Pool.storage: Context, refused, repeated-context
// own.constructor.storage: Context, refused, repeated-context
// called.storage: Context, kept
