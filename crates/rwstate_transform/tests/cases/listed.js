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
