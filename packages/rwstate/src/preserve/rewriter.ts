/** Has modules rewritten, and lets none fail for it. */
import { normalizePath } from "vite";
import type { Rewritten } from "../binding.js";
import type { Context } from "../plugin/context.js";
import { packageOf } from "./packages.js";

export class Rewriter {
  readonly #context: Context;
  /** The root of the project, known from `configResolved` on. */
  root = "";

  constructor(context: Context) {
    this.#context = context;
  }

  /** Returns a rewritten module; `undefined` where nothing in it is kept. */
  rewrite(code: string, id: string, root: string, compiled: boolean): Rewritten | undefined {
    const { plan } = this.#context;
    const file = plan.candidate(normalizePath(id), code, compiled);
    if (file === null) return undefined;
    const { name, version, folder } = packageOf(file);
    const module = { name, version, folder: normalizePath(folder), file, root };
    return plan.rewrite(module, code) ?? undefined;
  }
}
