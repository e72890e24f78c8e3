import { keep as __rwstate_keep } from "rwstate/preserve"; // A context is one however its class comes here.
const { AsyncLocalStorage } = await import("node:async_hooks");
const hooks = await import("async_hooks");
const { createRequire } = await import("node:module");
const require = createRequire(import.meta.url);
const { AsyncLocalStorage: Required } = require("node:async_hooks");
const Alias = Required;
const Builtin = process.getBuiltinModule("node:async_hooks").AsyncLocalStorage;
const Either = globalThis.AsyncLocalStorage ?? Builtin;
export const a = __rwstate_keep("app@1.0.0/m#a~68e8f74d", () => (new AsyncLocalStorage())), b = __rwstate_keep("app@1.0.0/m#b~ff03fa19", () => (new hooks.AsyncLocalStorage())), c = __rwstate_keep("app@1.0.0/m#c~6dc1157d", () => (new Required()));
export const d = __rwstate_keep("app@1.0.0/m#d~bd63ac9f", () => (new Alias())), e = __rwstate_keep("app@1.0.0/m#e~f3ce47d5", () => (new Builtin())), f = __rwstate_keep("app@1.0.0/m#f~05a35a32", () => (new Either()));
export const awaited = new (await import("node:async_hooks")).AsyncLocalStorage();
const Circle = Other, Other = Circle;
export const none = new Circle();
// a: Context, kept
// b: Context, kept
// c: Context, kept
// d: Context, kept
// e: Context, kept
// f: Context, kept
// awaited: Context, refused, top-level-await
