// What is listed is state, also where it is made later or under a condition; other calls say nothing.
import { z } from "zod";
import { create } from "listed";
import * as all from "listed";
import { makeStore } from "./store.js";
const schema = z.object({});
const store = makeStore();
const known = create(() => ({}));
const perhaps = known ? new all.create() : null;
let lazy;
let early = create(), mixed = create();
let cleared = create();
export const get = () => (lazy ??= create());
export const change = () => { early = null; mixed = 1; cleared = undefined; };
cleared = undefined;
const other = all.other(), { create: apart } = all, made = apart();
const fn = () => {};
class Scope { static it = create(); static written = create(); static set() { Scope.written = 1; } }
export { schema, store, known, perhaps, other, made, fn };
// Where what is listed comes through an awaited import, or is a part of what is declared.
const { create: late } = await import("listed");
const fromLate = late(), extended = create().$extends({}), held = { client: create() };
let reconnected = create().$extends({});
export const reconnect = () => { reconnected = create(); };
