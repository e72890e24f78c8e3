// A context is kept; what only looks like state is, where a comment asks.
import { AsyncLocalStorage } from "node:async_hooks";
const storage = new AsyncLocalStorage();
const cache = new Map();
const list = [];
const tag = Symbol("tag");
let count = 0;
class Pool { static idle = new Set(); static take() { Pool.idle.clear(); list.push(tag); } }
export const hit = () => { cache.set(count++, storage.getStore()); };
/* rwstate: keep */
let asked = 0;
export const ask = () => asked++;
