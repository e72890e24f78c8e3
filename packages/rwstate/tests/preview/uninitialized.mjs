/** A module whose binding is never initialized. It exports its namespace by way of `globalThis`. */
import * as self from "./uninitialized.mjs";

globalThis[Symbol.for("uninitialized")] = self;
export const value = failing();

function failing() {
  throw new Error("on purpose");
}
