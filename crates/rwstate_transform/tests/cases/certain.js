// Opaque calls are no state, nor is what nobody changes.
import { z } from "zod";
import { create } from "listed";
import { makeStore } from "./store.js";
const schema = z.object({});
const store = makeStore();
const known = create(() => ({}));
const tag = Symbol("tag");
const registered = Symbol.for("tag");
const frozen = Object.freeze({ a: 1 });
const fn = () => {};
const total = 1 + 2;
export { schema, store, known, tag, registered, frozen, fn, total };
