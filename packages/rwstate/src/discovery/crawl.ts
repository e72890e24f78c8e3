/**
 * Crawls a saved module: resolves its imports, and those of all modules that it newly reaches. So Vite's optimizer discovers every new
 * dependency while requests are held, rather than when a request imports it.
 *
 * A module is parsed and not transformed, except where a plugin compiles its language.
 */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Binding } from "../binding.js";
import { externalsOf, type IsExternal } from "./externals.js";

/** Called for each import that resolves, with the importer's path from the root. */
type OnImport = (specifier: string, importer: string) => void;

export class Crawl {
  readonly #environment: DevEnvironment;
  readonly #binding: Binding;
  readonly #onImport: OnImport;
  readonly #isExternal: IsExternal;

  constructor(environment: DevEnvironment, binding: Binding, onImport: OnImport) {
    this.#environment = environment;
    this.#binding = binding;
    this.#onImport = onImport;
    this.#isExternal = externalsOf(environment);
  }

  /** Crawls a file that was saved. */
  file(file: string): Promise<void> {
    return this.#crawl(file, new Set([file]));
  }

  async #crawl(file: string, visited: Set<string>): Promise<void> {
    const source = await readFile(file, "utf8").catch(() => undefined);
    if (source === undefined) return;
    const specifiers = this.#binding.imports(file, source);
    if (specifiers === null) return this.#transform(file);
    await Promise.all(specifiers.map((specifier) => this.#follow(specifier, file, visited)));
  }

  async #follow(specifier: string, importer: string, visited: Set<string>): Promise<void> {
    const { moduleGraph, config } = this.#environment;
    if (this.#isExternal(specifier, importer)) return;
    const resolved = await this.#resolve(specifier, importer);
    if (!resolved || resolved.external) return;
    this.#onImport(specifier, relative(config.root, importer));
    const file = resolved.id.replace(/[?#].*$/s, "");
    if (visited.has(file) || !this.#isSource(resolved.id)) return;
    if (moduleGraph.getModuleById(resolved.id)?.transformResult) return;
    visited.add(file);
    await this.#crawl(file, visited);
  }

  /** Resolves an import; `null` where that fails. The request that needs the module gets Vite's error. */
  #resolve(specifier: string, importer: string) {
    return this.#environment.pluginContainer.resolveId(specifier, importer).catch(() => null);
  }

  #isSource(id: string): boolean {
    const isVirtual = id.startsWith("\0") || id.startsWith("virtual:");
    return !isVirtual && !this.#environment.depsOptimizer?.isOptimizedDepFile(id);
  }

  /** Transforms the modules of a file that a plugin compiles, such as `.vue`. A file that Vite's graph does not have is skipped. */
  async #transform(file: string): Promise<void> {
    for (const module of this.#environment.moduleGraph.getModulesByFile(file) ?? []) {
      if (module.type === "js")
        await this.#environment.transformRequest(module.url).catch(() => {});
    }
  }
}
