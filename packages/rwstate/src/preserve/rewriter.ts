/** Rewrites modules by the addon. A module that this fails on stays as it is. */
import { normalizePath, type ResolvedConfig } from "vite";
import type { Binding, Rewritten } from "../binding.js";
import type { Context } from "../server/context.js";
import { forgetPackages, packageIn, packageOf } from "./packages.js";

export class Rewriter {
  /** The words of which a module with state has one. */
  readonly words: readonly string[];
  readonly #rewriter: InstanceType<Binding["Rewriter"]>;
  readonly #config: () => Pick<ResolvedConfig, "root" | "logger"> | undefined;

  /** `config` returns the config that Vite has resolved, which is there before the first module is. */
  constructor(
    { binding, plan }: Context,
    config: () => Pick<ResolvedConfig, "root" | "logger"> | undefined,
  ) {
    this.#rewriter = new binding.Rewriter(plan);
    this.words = this.#rewriter.words;
    this.#config = config;
    // A restart creates a new rewriter, and may be due to an updated package.
    forgetPackages();
  }

  /** Returns the rewritten module; `undefined` where nothing in it is kept. */
  rewrite(code: string, id: string, compiled: boolean): Rewritten | undefined {
    try {
      return this.#rewrite(code, normalizePath(id), compiled);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#config()?.logger.warnOnce(
        `rwstate has failed on ${id}, and keeps nothing of it: ${reason}`,
      );
      return undefined;
    }
  }

  #rewrite(code: string, id: string, compiled: boolean): Rewritten | undefined {
    // Every module of a server comes here, most only this far: to the addon goes a copy of the text.
    if (!this.words.some((word) => code.includes(word))) return undefined;
    const file = this.#rewriter.candidate(id, compiled);
    if (file === null) return undefined;
    const { name, version, folder } = packageOf(file);
    const root = this.#config()?.root ?? "";
    const { name: rootName } = packageIn(root);
    const module = {
      name,
      version,
      folder: normalizePath(folder),
      file,
      root,
      rootName,
    };
    return this.#rewriter.rewrite(module, code) ?? undefined;
  }
}
