import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_lazy(v) { return arguments.length ? lazy = v : lazy; } function __rwstate_early(v) { return arguments.length ? early = v : early; } // What is listed is state, also where it is made later or under a condition; other calls say nothing.
import { z } from "zod";
import { create } from "listed";
import * as all from "listed";
import { makeStore } from "./store.js";
const schema = z.object({});
const store = makeStore();
const known = __rwstate_keep("app@1.0.0/m#known~9799aaaf", () => (create(() => ({}))));
const perhaps = __rwstate_keep("app@1.0.0/m#perhaps~cb60870d", () => (known ? new all.create() : null));
let lazy = __rwstate_keep("app@1.0.0/m#lazy~58865b27", () => void 0, __rwstate_lazy);
let early = __rwstate_keep("app@1.0.0/m#early~c092f45c", () => (create()), __rwstate_early), mixed = create();
let cleared = create();
export const get = () => (__rwstate_write(lazy ??= create(), __rwstate_lazy));
export const change = () => { __rwstate_write(early = null, __rwstate_early); mixed = 1; cleared = undefined; };
cleared = undefined;
const other = all.other(), { create: apart } = all, made = __rwstate_keep("app@1.0.0/m#made~8db5bff9", () => (apart()));
const fn = () => {};
class Scope { static it = __rwstate_keep("app@1.0.0/m#Scope.it~ce746b4d", () => (create())); static written = create(); static set() { Scope.written = 1; } }
export { schema, store, known, perhaps, other, made, fn };
// Where what is listed comes through an awaited import, or is a part of what is declared.
const { create: late } = await import("listed");
const fromLate = __rwstate_keep("app@1.0.0/m#fromLate~587d14fc", () => (late())), extended = __rwstate_keep("app@1.0.0/m#extended~ce746b4d", () => (create())).$extends({}), held = { client: create() };
let reconnected = create().$extends({});
export const reconnect = () => { reconnected = create(); };
// known: Listed, kept
// perhaps: Listed, kept
// lazy: Listed, kept
// early: Listed, kept
// cleared: Listed, refused, written-at-top-level
// made: Listed, kept
// Scope.it: Listed, kept
// Scope.written: Listed, refused, static-primitive
// fromLate: Listed, kept
// extended: Listed, kept
