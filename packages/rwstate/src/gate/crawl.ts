/**
 * Finds what modules import before any request does, where no walk through the sources has: without the scan, outside of what it
 * reaches, and for files whose imports only a plugin knows, which are transformed. What a module names is resolved, which makes
 * Vite's optimizer discover every new dependency.
 */
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { DevEnvironment, EnvironmentModuleNode } from "vite";
import type { Binding } from "../binding.js";
import { externalsOf, type IsExternal } from "../scan/externals.js";
import { tellInstalled } from "../scan/newly-installed.js";

export interface Crawled {
  /** A module imports something under this name, which resolved to `id`. */
  imports(specifier: string, importer: string, id: string): void;
}

export class Crawl {
  readonly #environment: DevEnvironment;
  readonly #plan: Binding["Plan"];
  readonly #found: Crawled;
  readonly #isExternal: IsExternal;
  /** Modules that no request has reached yet, once they are crawled. */
  readonly #known = new WeakSet<EnvironmentModuleNode>();

  constructor(environment: DevEnvironment, plan: Binding["Plan"], found: Crawled) {
    this.#environment = environment;
    this.#plan = plan;
    this.#found = found;
    this.#isExternal = externalsOf(environment);
  }

  /** Crawls a file that was saved, and what it newly reaches; once it was `scanned`, only what its language's plugin adds. */
  async file(file: string, scanned: boolean): Promise<void> {
    if (!scanned) await this.#walk(file, new Set([file]));
    else if (this.#plan.imports(file, "") === null) await this.#transform(file);
  }

  /**
   * Crawls what the graph names and no request has reached: lazy routes. A module that was transformed once was reached;
   * one that was crawled here is crawled again when it is saved.
   */
  async unreached(): Promise<void> {
    const visited = new Set<string>();
    const walks: Promise<void>[] = [];
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      if (this.#known.has(module)) continue;
      this.#known.add(module);
      if (module.transformResult || !module.file || !this.#isSource(module.id ?? "")) continue;
      visited.add(module.file);
      walks.push(this.#walk(module.file, visited));
    }
    await Promise.all(walks);
  }

  async #walk(file: string, visited: Set<string>): Promise<void> {
    const source = await readFile(file, "utf8").catch(() => undefined);
    if (source === undefined) return;
    const specifiers = this.#plan.imports(file, source);
    if (specifiers === null) return this.#transform(file);
    await Promise.all(specifiers.map((specifier) => this.#follow(specifier, file, visited)));
  }

  async #follow(specifier: string, importer: string, visited: Set<string>): Promise<void> {
    const { moduleGraph, config } = this.#environment;
    if (this.#isExternal(specifier, importer)) return;
    let resolved = await this.#resolve(specifier, importer);
    if (!resolved && (await tellInstalled(this.#environment, specifier, importer))) {
      resolved = await this.#resolve(specifier, importer);
    }
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
