/** Has modules rewritten, and lets none fail for it. */
import { normalizePath, type Logger } from "vite";
import type { Binding, Rewritten } from "../binding.js";
import type { Context } from "../plugin/context.js";
import { forgetPackages, packageIn, packageOf } from "./packages.js";

export class Rewriter {
  readonly #rewriter: InstanceType<Binding["Rewriter"]>;
  /** Known from `configResolved` on. */
  root = "";
  logger: Pick<Logger, "warnOnce"> | undefined;

  /** For one config: a restart makes another. */
  constructor({ binding, plan }: Context) {
    this.#rewriter = new binding.Rewriter(plan);
    forgetPackages();
  }

  /** Returns a rewritten module; `undefined` where nothing in it is kept. */
  rewrite(code: string, id: string, compiled: boolean): Rewritten | undefined {
    try {
      return this.#rewrite(code, normalizePath(id), compiled);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger?.warnOnce(`rwstate has failed on ${id}, and keeps nothing of it: ${reason}`);
      return undefined;
    }
  }

  #rewrite(code: string, id: string, compiled: boolean): Rewritten | undefined {
    const file = this.#rewriter.candidate(id, code, compiled);
    if (file === null) return undefined;
    const { name, version, folder } = packageOf(file);
    const { name: rootName } = packageIn(this.root);
    const module = {
      name,
      version,
      folder: normalizePath(folder),
      file,
      root: this.root,
      rootName,
    };
    return this.#rewriter.rewrite(module, code) ?? undefined;
  }
}
