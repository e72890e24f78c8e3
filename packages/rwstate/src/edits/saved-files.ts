/**
 * Finds out what a saved file changes in an environment, and invalidates it: the file's own modules, where their code has changed, and the
 * modules that these write to while they are evaluated (`affected`).
 */
import type {
  DevEnvironment,
  EnvironmentModuleNode,
  HotUpdateOptions,
  TransformResult,
} from "vite";
import { textOf } from "./dropped-saves.js";
import { isInvalidated, resultsOf } from "./invalidation.js";
import { mayMiss } from "./missing.js";
import type { RunnerModules } from "./runner-modules.js";
import type { Change, Graph } from "./graph.js";
import type { Reports } from "./reports.js";

type Module = EnvironmentModuleNode;

/** What an edit waits for. */
interface Waits {
  /** Resolves when the runner has evaluated the updates before this edit, and what hosts load in this process. */
  evaluated(): Promise<void>;
  /** Resolves when the dependencies that the changed modules newly import can be loaded. */
  settled(): Promise<void>;
}

/** The part of Vite's options for `hotUpdate` that is used. */
type Save = Pick<HotUpdateOptions, "type" | "file" | "modules" | "timestamp">;

export class SavedFiles {
  readonly #environment: DevEnvironment;
  readonly #runner: RunnerModules;
  readonly #graph: Graph;
  readonly #waits: Waits;
  readonly #reports: Reports;
  /** The timestamp of the last save for which a module was examined. Vite calls a hook several times for one save. */
  readonly #seen = new WeakMap<Module, number>();
  /** Saves for which a hook has run. Vite calls all hooks for a save with the same options. */
  readonly #updated = new WeakSet<Save>();

  constructor(
    environment: DevEnvironment,
    runner: RunnerModules,
    graph: Graph,
    waits: Waits,
    reports: Reports,
  ) {
    this.#environment = environment;
    this.#reports = reports;
    this.#runner = runner;
    this.#graph = graph;
    this.#waits = waits;
  }

  /**
   * A file was saved. Vite invalidates its modules once the returned promise resolves.
   *
   * @param read where Vite calls no hook after that: reads the file, once Vite has invalidated the modules. They are examined then.
   */
  begin(type: Save["type"], file: string, read: (() => Promise<void>) | undefined): Promise<void> {
    // Vite invalidates the modules of no other saves.
    if (type === "update") {
      this.#runner.pending.expect(file, (modules) => {
        const save = { type, file, modules, timestamp: Date.now() };
        if (read) void read().then(() => this.update(save));
      });
    } else if (type === "create" && read) {
      void this.update({ type, file, modules: [], timestamp: Date.now() });
    }
    return this.#waits.evaluated();
  }

  /** Invalidates what a saved file affects. Returns the modules whose code it changes; `undefined` where these are all of `modules`. */
  async update(save: Save): Promise<Module[] | undefined> {
    const { file, timestamp } = save;
    const added = this.#isFirst(save, "create") ? this.#missing(save) : [];
    const modules = [...save.modules, ...added];
    // Where no runner has a module, none is outdated: the host transforms what it needs.
    const isFresh = (module: Module) => this.#seen.get(module) !== timestamp;
    const fresh = this.#runner.isUsed ? modules.filter(isFresh) : [];
    let unchanged = new Set<Module>();
    const end = this.#isFirst(save, "update") ? this.#runner.pending.ending(file) : undefined;
    try {
      if (fresh.length > 0) unchanged = await this.#invalidate(save, fresh);
    } catch (error) {
      // Vite goes on with what it has invalidated itself.
      this.#environment.logger.warn(`rwstate has failed in an edit: ${String(error)}`);
    } finally {
      end?.();
    }
    if (fresh.length > 0) await this.#waits.settled();
    if (added.length === 0 && unchanged.size === 0) return undefined;
    return modules.filter((module) => !unchanged.has(module));
  }

  /** Whether this is the first hook for a save of a type. */
  #isFirst(save: Save, type: Save["type"]): boolean {
    if (save.type !== type || this.#updated.has(save)) return false;
    this.#updated.add(save);
    return true;
  }

  /** The modules of the runner that may import a file which is created only now. */
  #missing({ file, modules }: Save): Module[] {
    const found: Module[] = [];
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      const given = this.#runner.result(module);
      const known = [...resultsOf(module), ...(given ? [given] : [])];
      if (modules.includes(module) || !known.some((result) => mayMiss(result, file))) continue;
      if (given) found.push(module);
      // What is being transformed does not count then, either.
      else this.#environment.moduleGraph.invalidateModule(module);
    }
    return found;
  }

  /** All hooks have run. A module that another plugin's hook has invalidated is transformed again, and has changed if the result has. */
  async hooksRan(save: Save): Promise<void> {
    const changed: Module[] = [];
    for (const { module, result } of this.#runner.hooksRan(save.file)) {
      const after = await this.#transform(module);
      if (!this.#isSame(module, result, after)) changed.push(module);
    }
    for (const module of changed) this.#runner.forget(module, save.timestamp);
    if (changed.length > 0) await this.#invalidate(save, changed);
  }

  /** Invalidates modules and what they affect. Returns those whose code is as it was before the save. */
  async #invalidate(save: Save, modules: Module[]): Promise<Set<Module>> {
    // Vite does not invalidate modules for a new file.
    const end = this.#runner.pending.begin();
    try {
      return await this.#examine(save, modules);
    } finally {
      end();
    }
  }

  async #examine(save: Save, modules: Module[]): Promise<Set<Module>> {
    const { type, file, timestamp } = save;
    const { moduleGraph } = this.#environment;
    const lastInvalidation = this.#runner.invalidations;
    const unchanged = new Set<Module>();
    const changes: Change[] = [];
    await Promise.all(
      modules.map(async (module) => {
        this.#seen.set(module, timestamp);
        const before = this.#runner.result(module);
        const hasChanged = module.file === file && this.#runner.hasChanged(module);
        const isDeleted = type === "delete" && module.file === file;
        // Vite has invalidated the modules of the file. It has not for those that a plugin's hook adds, or that a new file concerns: without
        // this, `transformRequest` returns their old result.
        if (!isInvalidated(module)) {
          moduleGraph.invalidateModule(module, undefined, timestamp, true);
        }
        const after = isDeleted ? undefined : await this.#transformSaved(module, save);
        // Vite adds modules for a file that is created or deleted, and knows why.
        const isAsked = type !== "update" && save.modules.includes(module);
        const isSame = !isAsked && !hasChanged && this.#isSame(module, before, after);
        if (isSame) unchanged.add(module);
        else {
          changes.push({ module, before, after });
          this.#runner.noteChange(module, timestamp);
        }
        this.#runner.noteTransform(module, after, file);
      }),
    );
    for (const module of unchanged) this.#runner.withdraw(module, lastInvalidation);
    const changed = changes.map(({ module }) => module);
    await this.#addGained(changes);
    const invalidated = new Set<Module>();
    const affected = this.#graph.affected(changes);
    this.#reports.saved(timestamp, changed, affected);
    for (const module of affected) {
      // A soft invalidation, as Vite calls it: the module's own code has not changed.
      moduleGraph.invalidateModule(module, invalidated, timestamp, true, true);
    }
    return unchanged;
  }

  /** Adds the modules that changed modules newly import, and those that these newly import. */
  async #addGained(changes: Change[]): Promise<void> {
    const known = new Set(changes.map(({ module }) => module));
    for (const change of changes) {
      for (const module of this.#graph.gained(change)) {
        if (known.has(module)) continue;
        known.add(module);
        const after = await this.#transform(module);
        changes.push({ module, before: this.#runner.result(module), after });
      }
    }
  }

  /** Transforms a module. Where the saved file was written meanwhile, it may have been read without its content, so it is transformed again. */
  async #transformSaved(
    module: Module,
    { type, file, timestamp }: Save,
  ): Promise<TransformResult | undefined> {
    for (let wait = 0; ; wait++) {
      const before = textOf(file);
      const result = await this.#transform(module);
      const after = textOf(file);
      // As long as Vite waits for the content of a file that is empty when it is reported.
      const isWhole = after === before && after !== "";
      if (type !== "update" || isWhole || wait === 10) return result;
      await new Promise((resolve) => setTimeout(resolve, 10));
      this.#environment.moduleGraph.invalidateModule(module, undefined, timestamp, true);
    }
  }

  /** Transforms a module; `undefined` where it does not compile. The request that needs the module gets the error. */
  async #transform(module: Module): Promise<TransformResult | undefined> {
    if (!module.id || module.type !== "js") return undefined;
    try {
      return (await this.#environment.transformRequest(module.url)) ?? undefined;
    } catch {
      this.#runner.noteError(module);
      return undefined;
    }
  }

  #isSame(
    module: Module,
    before: TransformResult | undefined,
    after: TransformResult | undefined,
  ): boolean {
    if (!before || !after || this.#runner.isBroken(module)) return false;
    return withoutMap(before) === withoutMap(after) && mappings(before) === mappings(after);
  }
}

/** A module's code without its source map, which Vite appends to the code of the transform result when a runner fetches the module. */
function withoutMap({ code }: TransformResult): string {
  return code
    .trimEnd()
    .replace(/(?:\n\/\/# sourceURL=[^\n]*)?\n\/\/# sourceMappingSource=vite-generated[^]*$/, "");
}

/** The source map's mappings. Where only lines have moved, the code is the same and stack traces are not. */
function mappings({ map }: TransformResult): string | undefined {
  return map && "mappings" in map ? map.mappings : undefined;
}
