/** A module whose binding is never initialized. Its namespace is left where a test finds it. */
import * as self from "./uninitialized.mjs";

globalThis[Symbol.for("uninitialized")] = self;
export const value = failing();

function failing() {
  throw new Error("on purpose");
}
