// level: contexts
import { AsyncLocalStorage } from "node:async_hooks";
const storage = new AsyncLocalStorage();
const cache = new Map();
let count = 0;
export const hit = () => { cache.set(count++, storage.getStore()); };
/* rwstate: keep */
let asked = 0;
export const ask = () => asked++;
