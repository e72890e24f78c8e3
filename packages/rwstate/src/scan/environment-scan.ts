/**
 * The walk through one environment's sources, and what is done with what it finds: each is resolved by Vite, which has its
 * optimizer take on every dependency that it did not know.
 */
import { basename, join, relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Binding, Finds, Found, Plan, Scan } from "../binding.js";
import type { IsExternal } from "./externals.js";
import { install } from "./installed-packages.js";
import { Learned } from "./learned.js";
import { tellInstalled } from "./newly-installed.js";
import { scanOptions } from "./options.js";

export interface Told {
  /** A dependency is about to be found, which a file imports, where one is known. */
  imports(specifier: string, importer: string | undefined): void;
  /** Whether some walk has told of a dependency. */
  isNamed(dependency: string): boolean;
  /** What a saved file newly imports is kept back, until somebody calls for it. */
  keeps(): void;
}

export class EnvironmentScan {
  readonly #binding: Binding;
  readonly #plan: Plan;
  readonly #environment: DevEnvironment;
  readonly #isExternal: IsExternal;
  readonly #make: () => Scan;
  readonly #told: Told;
  readonly #hasEntries: boolean;
  readonly #learned: Learned;
  #scan: Scan | undefined;
  /** What is not registered yet. */
  #kept: Finds[] = [];
  /** One walk is done before the next begins, which relies on what it reached. */
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    binding: Binding,
    plan: Plan,
    environment: DevEnvironment,
    isExternal: IsExternal,
    told: Told,
  ) {
    const options = scanOptions(environment);
    this.#binding = binding;
    this.#plan = plan;
    this.#environment = environment;
    this.#isExternal = isExternal;
    this.#make = () => new binding.Scan(plan, options);
    this.#told = told;
    this.#hasEntries = options.entries.length > 0;
    this.#learned = new Learned(environment.config.cacheDir, environment.name);
  }

  /** Walks from the entries. `ready` is awaited before Vite is asked for anything. */
  start(ready: Promise<unknown>): Promise<void> {
    return this.#unharmed(async () => {
      this.#scan = this.#make();
      const finds = await this.#scan.start();
      await ready;
      await Promise.all([this.#register(finds), this.#recall()]);
    });
  }

  /** The optimizer has discovered a dependency. Where no source names it, it is one to remember. */
  async discovered(dependency: string): Promise<void> {
    // A runner may import its entry before the walk through it has ended, and a file before that of its save has.
    await this.#last;
    // What only another dependency can import is found with that one.
    const isNested = dependency.includes(" > ");
    if (!isNested && !this.#told.isNamed(dependency)) await this.#learned.add(dependency);
  }

  /** Whether a saved file is the graph's, though no request may have reached it. */
  concerns(file: string): boolean {
    // What a walk will reach is known when it ends.
    return this.isBusy || (this.#scan?.concerns(file) ?? false);
  }

  /** Whether the next request may load a file: something loaded leads to it, or nothing has been loaded yet. */
  isNear(file: string): boolean {
    const { moduleGraph } = this.#environment;
    if (moduleGraph.idToModuleMap.size === 0) return true;
    const way = this.#scan?.wayTo(file) ?? [];
    return way.some((before) => (moduleGraph.getModulesByFile(before)?.size ?? 0) > 0);
  }

  /** Whether a walk is under way, or what it brings is being taken in. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** Whether something was found that is not registered yet. */
  get isKeeping(): boolean {
    return this.#kept.length > 0;
  }

  /**
   * Walks a saved file anew. Returns whether a walk has it: then its imports are known, but for what its language's plugin adds.
   * What it newly imports is registered now, with what is kept, or else kept back; but a framework loads what is marked
   * `"use client"` in another environment as soon as one meets it.
   */
  async save(file: string, when: "now" | "later" = "now"): Promise<boolean> {
    let isReached = false;
    await this.#unharmed(async () => {
      if (!this.#scan) return;
      const finds = await this.#scan.save([file]);
      // What was bundled stays so; of anything else Vite may think otherwise than before.
      const again = finds.again.filter(({ specifier }) => !this.#isTaken(specifier));
      const news = { ...finds, unknown: [...finds.unknown, ...again] };
      if (when === "now" || finds.isForClients) await this.#registerWithKept(news);
      else if (news.dependencies.length + news.unknown.length > 0) {
        this.#kept.push(news);
        this.#told.keeps();
      }
      const isRead = finds.leftOut.every(([leftOut]) => leftOut !== file);
      isReached = isRead && this.#scan.reaches(file);
    });
    return isReached;
  }

  /** Registers what is kept. */
  catchUp(): Promise<void> {
    return this.#unharmed(() => this.#registerWithKept());
  }

  /** Where no configuration says where the graph begins, the first answer has shown it: at what nothing imports. */
  async answered(): Promise<void> {
    if (this.#hasEntries) return;
    const modules = [...this.#environment.moduleGraph.idToModuleMap.values()];
    const entries = modules.filter(({ importers, file }) => importers.size === 0 && file);
    const files = entries.map(({ file }) => file!);
    await this.#unharmed(async () => this.#register(await this.#scan?.more(files)));
  }

  /** Installed packages that can be bundled, and that nothing has asked for yet. */
  async installed(): Promise<Found[]> {
    let packages: Found[] = [];
    await this.#unharmed(async () => {
      const { metadata, options } = this.#environment.depsOptimizer!;
      if (options.noDiscovery) return;
      const known = Object.keys({ ...metadata.optimized, ...metadata.discovered });
      const found = (await this.#scan?.installed(known)) ?? [];
      packages = found.filter(({ specifier, file }) => !this.#isExternal(specifier, file));
    });
    return packages;
  }

  /** Registers them; `commit` has the optimizer run. Returns those that it cannot bundle. */
  async install(packages: Found[], commit: () => Promise<void>): Promise<string[]> {
    let leftOut: string[] = [];
    await this.#unharmed(async () => {
      leftOut = await install(this.#binding.Plan, this.#environment, packages, {
        register: (found) => this.#resolve(found),
        commit,
      });
      if (leftOut.length === 0 || !this.#plan.tells("warn")) return;
      const { name, logger } = this.#environment;
      logger.warnOnce(this.#binding.Plan.leftOutPackages(name, leftOut).text);
    });
    return leftOut;
  }

  /** What a scan misses a request finds: that one fails is a warning, and holds up nothing. */
  #unharmed(walk: () => Promise<void>): Promise<void> {
    this.#waiting++;
    this.#last = this.#last.then(walk).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#environment.logger.warnOnce(`rwstate's scan has failed: ${reason}`);
    });
    return this.#last.finally(() => this.#waiting--);
  }

  async #registerWithKept(...finds: Finds[]): Promise<void> {
    const all = [...this.#kept.splice(0), ...finds];
    await Promise.all(all.map((one) => this.#register(one, "save")));
  }

  async #register(finds: Finds | undefined, on: "start" | "save" = "start"): Promise<void> {
    if (!finds) return;
    const { dependencies, unknown, leftOut } = finds;
    this.#tell(leftOut);
    const resolved = await Promise.all(
      [...dependencies, ...unknown].map((found) => this.#resolve(found, on)),
    );
    const files = resolved.filter((id) => id !== undefined && this.#isSource(id));
    if (files.length > 0) await this.#register(await this.#scan?.more(files as string[]), on);
  }

  #tell(leftOut: Finds["leftOut"]): void {
    if (leftOut.length === 0 || !this.#plan.tells("warn")) return;
    const { name, config, logger } = this.#environment;
    const files = leftOut.map(([file, reason]): [string, string] => [
      relative(config.root, file),
      reason,
    ]);
    const diagnostic = this.#binding.Plan.leftOutFiles(name, files);
    if (diagnostic) logger.warnOnce(diagnostic.text);
  }

  /** Registers what was learned. */
  async #recall(): Promise<void> {
    const importer = join(this.#environment.config.root, "package.json");
    const recalled = this.#learned.names().map(async (specifier) => {
      const id = await this.#resolve({ specifier, file: importer, line: 1 });
      if (id === undefined) await this.#learned.remove(specifier);
    });
    await Promise.all(recalled);
  }

  /** What does not resolve is the request's error to tell, with Vite's words. */
  async #resolve(
    { specifier, file }: Found,
    on: "start" | "save" = "start",
  ): Promise<string | undefined> {
    if (this.#isExternal(specifier, file)) return undefined;
    const { pluginContainer, config } = this.#environment;
    const ask = () => pluginContainer.resolveId(specifier, file).catch(() => null);
    let resolved = await ask();
    if (!resolved && on === "save" && (await tellInstalled(this.#environment, specifier, file))) {
      resolved = await ask();
    }
    if (!resolved || resolved.external) return undefined;
    const isImported = basename(file) !== "package.json";
    this.#told.imports(specifier, isImported ? relative(config.root, file) : undefined);
    return resolved.id.replace(/[?#].*$/s, "");
  }

  /** Whether the optimizer has a dependency, or is about to. */
  #isTaken(specifier: string): boolean {
    const { optimized, discovered } = this.#environment.depsOptimizer!.metadata;
    return specifier in optimized || specifier in discovered;
  }

  #isSource(id: string): boolean {
    const isFile = /^(?:\/|[a-z]:\/)/i.test(id) && !id.includes("/node_modules/");
    return isFile && !this.#environment.depsOptimizer?.isOptimizedDepFile(id);
  }
}
