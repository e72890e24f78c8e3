import { keep as __rwstate_keep } from "rwstate/preserve"; // A function that only returns a context has its calls for what makes one; handed on, it is called who knows how often.
import { lazily } from "./lazily.js";
const mapped = () => new AsyncLocalStorage(), [first] = [1].map(mapped);
const handed = () => new AsyncLocalStorage();
export const storage = lazily(handed);
function bound() { return new AsyncLocalStorage(); }
export const applied = bound.call();
// Exported, or in an object, it is called later.
export const own = () => new AsyncLocalStorage(), one = __rwstate_keep("app@1.0.0/m#one~ab546401", () => (own()));
const make = () => new AsyncLocalStorage(), two = __rwstate_keep("app@1.0.0/m#two~8ac79a6d", () => (make()));
export const api = { make };
export { first, two, make };
// A module that is loaded on the spot is known by the parameter that it is.
let loaded;
import("node:async_hooks").then(({ AsyncLocalStorage: Storage }) => { loaded = new Storage(); });
export const other = import("node:async_hooks").then((hooks) => new hooks.AsyncLocalStorage());
import("node:async_hooks").then((hooks, AsyncLocalStorage) => new AsyncLocalStorage());
// mapped: Context, refused, repeated-context
// handed: Context, refused, repeated-context
// bound: Context, refused, repeated-context
// one: Context, kept
// two: Context, kept
// loaded: Context, refused, repeated-context
// other: Context, refused, repeated-context
