// A context is one however its class comes here.
const { AsyncLocalStorage } = await import("node:async_hooks");
const hooks = await import("async_hooks");
const { createRequire } = await import("node:module");
const require = createRequire(import.meta.url);
const { AsyncLocalStorage: Required } = require("node:async_hooks");
const Alias = Required;
const Builtin = process.getBuiltinModule("node:async_hooks").AsyncLocalStorage;
const Either = globalThis.AsyncLocalStorage ?? Builtin;
export const a = new AsyncLocalStorage(), b = new hooks.AsyncLocalStorage(), c = new Required();
export const d = new Alias(), e = new Builtin(), f = new Either();
export const awaited = new (await import("node:async_hooks")).AsyncLocalStorage();
const Circle = Other, Other = Circle;
export const none = new Circle();
