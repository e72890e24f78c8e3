import { keep as __rwstate_keep } from "rwstate/preserve"; // A function or a class may run again by the name that it has inside of itself, or by none: nothing says which context is which.
import { AsyncLocalStorage } from "node:async_hooks";
import { register } from "./register.js";
(function next(left) { register(new AsyncLocalStorage()); if (left) next(left - 1); })(1);
const given = function inner(left) { register(new AsyncLocalStorage()); if (left) inner(left - 1); };
given(1);
new (class Inner { constructor(left) { register(new AsyncLocalStorage()); if (left) new Inner(0); } })(1);
// What a bundler makes of a class that names itself.
const _Aliased = class _Aliased { storage = new AsyncLocalStorage(); };
const Aliased = _Aliased;
export const aliased = new Aliased();
let Assigned;
Assigned = class { storage = new AsyncLocalStorage(); };
export const assigned = new Assigned();
// A name that nothing reads, or that a member is read from, makes no instance.
export const once = (function once() { return [__rwstate_keep("app@1.0.0/m#once.once~68e8f74d", () => (new AsyncLocalStorage()))]; })();
const Scope = class Own { static all = []; storage = __rwstate_keep("app@1.0.0/m#Scope.storage~68e8f74d", () => (new AsyncLocalStorage())); get all() { return Own.all; } };
export const scope = new Scope();
// next: Context, refused, repeated-context
// given.inner: Context, refused, repeated-context
// Inner.constructor: Context, refused, repeated-context
// _Aliased.storage: Context, refused, repeated-context
// Assigned.storage: Context, refused, repeated-context
// once.once: Context, kept
// Scope.storage: Context, kept
