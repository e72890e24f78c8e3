// An instance that no name of a class makes may be another one of any of them.
import { AsyncLocalStorage } from "node:async_hooks";
class Pool { storage = new AsyncLocalStorage(); renew() { return new this.constructor(); } }
export const pool = new Pool();
export const own = new (class { constructor() { this.storage = new AsyncLocalStorage(); } })();
export const called = (function () { return { storage: new AsyncLocalStorage() }; })();
