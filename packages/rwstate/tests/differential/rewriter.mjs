/** Rewrites modules as the plugin does. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadBinding } from "../../dist/binding.js";
import { packageOf } from "../../dist/preserve/packages.js";

/**
 * A module's code, rewritten where anything in it is kept: `kept` has the keys.
 *
 * @typedef {{ code: string; kept: string[]; messages: string[] }} Result
 */

/**
 * @param {string} root
 * @returns {(file: string, code: string) => Result}
 */
export function rewriter(root) {
  const { Plan, Rewriter } = loadBinding();
  const state = fileURLToPath(new URL("../../dist/runtime/state.mjs", import.meta.url));
  const rewriter = new Rewriter(new Plan({}, state, readFileSync(state, "utf8")));
  return (file, code) => {
    if (rewriter.candidate(file, false) === null) return { code, kept: [], messages: [] };
    const { name, version, folder } = packageOf(file);
    const rewritten = rewriter.rewrite({ name, version, folder, file, root, rootName: "" }, code);
    return {
      code: rewritten?.code ?? code,
      kept: rewritten?.entries.map(([key]) => key) ?? [],
      messages: rewritten?.warnings ?? [],
    };
  };
}
