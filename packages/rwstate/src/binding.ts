/** Loads the native addon of this machine. */
import { createRequire } from "node:module";
import type * as addon from "./addon.js";

export type * from "./addon.js";

/** What the addon exports: the Rust crate `rwstate_binding`, seen from JavaScript. */
export type Binding = typeof addon;

/**
 * Returns the addon.
 *
 * @throws {Error} RWS005: there is none for this machine, or it does not load.
 */
export function loadBinding(): Binding {
  const file = `../native/rwstate.${process.platform}-${process.arch}.node`;
  try {
    return createRequire(import.meta.url)(file) as Binding;
  } catch (error) {
    throw new Error(missingAddon(error), { cause: error });
  }
}

/**
 * Returns what `call` returns; an error that it throws loses its stack. Vite prints an error's stack where it has one, and
 * a diagnostic's text says all that a reader needs.
 */
export function withoutStack<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

/** The one diagnostic that Rust cannot render. */
function missingAddon(error: unknown): string {
  const reason = String(error instanceof Error ? error.message : error).split("\n", 1)[0];
  return [
    `error[RWS005] missing-addon: rwstate has no native addon for ${process.platform}-${process.arch}`,
    `  at: ${reason}`,
    "  help: install the package rwstate again on this machine; in a checkout of the project, run `cargo xtask build`",
    "  page: docs/diagnostics/RWS005-missing-addon.md",
  ].join("\n");
}
