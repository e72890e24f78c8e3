// A function that only returns a context has its calls for what makes one; handed on, it is called who knows how often.
import { lazily } from "./lazily.js";
const mapped = () => new AsyncLocalStorage(), [first] = [1].map(mapped);
const handed = () => new AsyncLocalStorage();
export const storage = lazily(handed);
function bound() { return new AsyncLocalStorage(); }
export const applied = bound.call();
// Exported, or in an object, it is called later.
export const own = () => new AsyncLocalStorage(), one = own();
const make = () => new AsyncLocalStorage(), two = make();
export const api = { make };
export { first, two, make };
// A module that is loaded on the spot is known by the parameter that it is.
let loaded;
import("node:async_hooks").then(({ AsyncLocalStorage: Storage }) => { loaded = new Storage(); });
export const other = import("node:async_hooks").then((hooks) => new hooks.AsyncLocalStorage());
import("node:async_hooks").then((hooks, AsyncLocalStorage) => new AsyncLocalStorage());
