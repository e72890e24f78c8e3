/**
 * Finds what a saved module newly imports before any request does. What it names is resolved, so that Vite's optimizer discovers every
 * new dependency: a unit is under way by the time that a request needs it, and what cannot be appended is bundled while requests
 * are held. A file of a plugin's language is transformed.
 */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Binding } from "../binding.js";
import { externalsOf, type IsExternal } from "./externals.js";

export interface Crawled {
  /** A module imports something under this name, which resolved to `id`. */
  imports(specifier: string, importer: string, id: string): void;
}

export class Crawl {
  readonly #environment: DevEnvironment;
  readonly #binding: Binding;
  readonly #found: Crawled;
  readonly #isExternal: IsExternal;

  constructor(environment: DevEnvironment, binding: Binding, found: Crawled) {
    this.#environment = environment;
    this.#binding = binding;
    this.#found = found;
    this.#isExternal = externalsOf(environment);
  }

  /** Crawls a file that was saved, and what it newly reaches. */
  file(file: string): Promise<void> {
    return this.#walk(file, new Set([file]));
  }

  async #walk(file: string, visited: Set<string>): Promise<void> {
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
    this.#found.imports(specifier, relative(config.root, importer), resolved.id);
    const file = resolved.id.replace(/[?#].*$/s, "");
    if (visited.has(file) || !this.#isSource(resolved.id)) return;
    if (moduleGraph.getModuleById(resolved.id)?.transformResult) return;
    visited.add(file);
    await this.#walk(file, visited);
  }

  /** What does not resolve is the request's error to tell, with Vite's words. */
  #resolve(specifier: string, importer: string) {
    return this.#environment.pluginContainer.resolveId(specifier, importer).catch(() => null);
  }

  #isSource(id: string): boolean {
    const isVirtual = id.startsWith("\0") || id.startsWith("virtual:");
    return !isVirtual && !this.#environment.depsOptimizer?.isOptimizedDepFile(id);
  }

  /** A file of a plugin's language, such as `.vue`, if a request has reached it before. */
  async #transform(file: string): Promise<void> {
    for (const module of this.#environment.moduleGraph.getModulesByFile(file) ?? []) {
      if (module.type === "js")
        await this.#environment.transformRequest(module.url).catch(() => {});
    }
  }
}
