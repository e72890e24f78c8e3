import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_asked(v) { return arguments.length ? asked = v : asked; } // A context is kept; what only looks like state is, where a comment asks.
import { AsyncLocalStorage } from "node:async_hooks";
const storage = __rwstate_keep("app@1.0.0/m#storage~68e8f74d", () => (new AsyncLocalStorage()));
const cache = new Map();
const list = [];
const tag = Symbol("tag");
let count = 0;
class Pool { static idle = new Set(); static take() { Pool.idle.clear(); list.push(tag); } }
export const hit = () => { cache.set(count++, storage.getStore()); };
/* rwstate: keep */
let asked = __rwstate_keep("app@1.0.0/m#asked~9c3e4688", () => (0), __rwstate_asked);
export const ask = () => __rwstate_write(asked++, __rwstate_asked);
// storage: Context, kept
// asked: Asked, kept
