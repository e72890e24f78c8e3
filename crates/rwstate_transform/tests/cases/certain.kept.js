import { keep as __rwstate_keep } from "rwstate/preserve"; // Opaque calls are no state, nor is what nobody changes.
import { z } from "zod";
import { create } from "listed";
import { makeStore } from "./store.js";
const schema = z.object({});
const store = makeStore();
const known = __rwstate_keep("app@1.0.0/m#known~9799aaaf", () => (create(() => ({}))));
const tag = __rwstate_keep("app@1.0.0/m#tag~6b00c79b", () => (Symbol("tag")));
const registered = Symbol.for("tag");
const frozen = Object.freeze({ a: 1 });
const fn = () => {};
const total = 1 + 2;
export { schema, store, known, tag, registered, frozen, fn, total };
// known: Instance, kept
// tag: Identity, kept
