/**
 * What a saved file changes in an environment: its modules as they are now, and those that must be evaluated again with them, as what
 * changed registers with them while it is evaluated.
 */
import type {
  DevEnvironment,
  EnvironmentModuleNode,
  HotUpdateOptions,
  TransformResult,
} from "vite";
import type { Hmr } from "../server/hmr.js";
import type { Given } from "./given.js";
import type { Change, Graph } from "./graph.js";
import type { Reports } from "./reports.js";

type Module = EnvironmentModuleNode;

/** What an edit waits for. */
interface Waits {
  /** What the runner has been sent is evaluated. */
  evaluated(): Promise<void>;
  /** What the changed modules newly import can be loaded: until then requests had better wait. */
  settled(): Promise<void>;
}

/** Of what Vite says of a saved file, what matters here. */
type Save = Pick<HotUpdateOptions, "type" | "file" | "modules" | "timestamp">;

export class Edited {
  readonly #environment: DevEnvironment;
  readonly #given: Given;
  readonly #graph: Graph;
  readonly #waits: Waits;
  readonly #reports: Reports;
  /** Modules that have been looked at, by the time of their edit. */
  readonly #seen = new WeakMap<Module, number>();

  constructor(
    environment: DevEnvironment,
    given: Given,
    graph: Graph,
    waits: Waits,
    reports: Reports,
  ) {
    this.#environment = environment;
    this.#reports = reports;
    this.#given = given;
    this.#graph = graph;
    this.#waits = waits;
  }

  /**
   * A file was saved, and Vite is about to invalidate its modules once this resolves. With HMR off it calls no hook for them and sends
   * nothing: then this is the whole edit.
   */
  begin(type: Save["type"], file: string, hmr: Hmr): Promise<void> {
    const { moduleGraph } = this.#environment;
    const modules = [...(moduleGraph.getModulesByFile(file) ?? [])];
    if (modules.length > 0) {
      this.#given.saves(file, () => {
        if (hmr === "off") void this.update({ type, file, modules, timestamp: Date.now() });
      });
    }
    return this.#waits.evaluated();
  }

  /** Invalidates what an edit affects, and returns the modules that it really changes, of those that Vite knows of. */
  async update(save: Save): Promise<Module[] | undefined> {
    const { file, modules, timestamp } = save;
    const fresh = modules.filter((module) => this.#seen.get(module) !== timestamp);
    let unchanged = new Set<Module>();
    try {
      if (fresh.length > 0) unchanged = await this.#invalidate(save, fresh);
    } catch (error) {
      // Vite goes on with what it knows itself.
      this.#environment.logger.warn(`rwstate has failed in an edit: ${String(error)}`);
    } finally {
      this.#given.knows(file);
    }
    if (fresh.length > 0) await this.#waits.settled();
    return unchanged.size > 0 ? modules.filter((module) => !unchanged.has(module)) : undefined;
  }

  /** The hooks of all plugins have run: what one of them has invalidated once more has changed if it is transformed to something else. */
  async hooksRan(save: Save): Promise<void> {
    const changed: Module[] = [];
    for (const { module, result } of this.#given.hooksRan(save.file)) {
      const after = await this.#transform(module);
      if (!this.#isSame(module, result, after)) changed.push(module);
    }
    for (const module of changed) this.#given.forget(module);
    if (changed.length > 0) await this.#invalidate(save, changed);
  }

  /** Invalidates what modules affect, and returns those of them that were saved as they were. */
  async #invalidate(save: Save, modules: Module[]): Promise<Set<Module>> {
    const { type, file, timestamp } = save;
    const { moduleGraph } = this.#environment;
    const begun = this.#given.invalidations;
    const unchanged = new Set<Module>();
    const changes: Change[] = [];
    await Promise.all(
      modules.map(async (module) => {
        this.#seen.set(module, timestamp);
        const before = this.#given.result(module);
        const isDeleted = type === "delete" && module.file === file;
        // Vite has done so for the modules of a saved file, and not for those that a new file or a plugin's hook adds: they would
        // get their old result back.
        if (!isInvalidated(module)) {
          moduleGraph.invalidateModule(module, undefined, timestamp, true);
        }
        const after = isDeleted ? undefined : await this.#transform(module);
        if (type === "update" && this.#isSame(module, before, after)) unchanged.add(module);
        else changes.push({ module, before, after });
        this.#given.handled(module, after, file);
      }),
    );
    for (const module of unchanged) this.#given.withdraw(module, begun);
    const changed = changes.map(({ module }) => module);
    await this.#addGained(changes);
    const invalidated = new Set<Module>();
    const affected = this.#graph.affected(changes);
    this.#reports.saved(timestamp, changed, affected);
    for (const module of affected) {
      // Softly: its own text is as it was.
      moduleGraph.invalidateModule(module, invalidated, timestamp, true, true);
    }
    return unchanged;
  }

  /** Adds what changed modules newly import, and what that does. */
  async #addGained(changes: Change[]): Promise<void> {
    const known = new Set(changes.map(({ module }) => module));
    for (const change of changes) {
      for (const module of this.#graph.gained(change)) {
        if (known.has(module)) continue;
        known.add(module);
        const after = await this.#transform(module);
        changes.push({ module, before: this.#given.result(module), after });
      }
    }
  }

  /** A module as it is now; nothing where it does not compile, which the request that needs it answers with. */
  async #transform(module: Module): Promise<TransformResult | undefined> {
    if (!module.id || module.type !== "js") return undefined;
    try {
      return (await this.#environment.transformRequest(module.url)) ?? undefined;
    } catch {
      this.#given.breaks(module);
      return undefined;
    }
  }

  #isSame(
    module: Module,
    before: TransformResult | undefined,
    after: TransformResult | undefined,
  ): boolean {
    if (!before || !after || this.#given.isBroken(module)) return false;
    return bare(before) === bare(after) && mappings(before) === mappings(after);
  }
}

/** Whether Vite transforms a module again when it is asked for. The state is Vite's own; the string is the same in 6, 7 and 8. */
function isInvalidated(module: Module): boolean {
  const { invalidationState } = module as unknown as { invalidationState?: unknown };
  return invalidationState === "HARD_INVALIDATED";
}

/** The code of a module without the source map that Vite adds to it, in the result itself, when a runner asks for it. */
function bare({ code }: TransformResult): string {
  return code
    .trimEnd()
    .replace(/(?:\n\/\/# sourceURL=[^\n]*)?\n\/\/# sourceMappingSource=vite-generated[^]*$/, "");
}

/** A line that moved is a change: stack traces name it. */
function mappings({ map }: TransformResult): string | undefined {
  return map && "mappings" in map ? map.mappings : undefined;
}
