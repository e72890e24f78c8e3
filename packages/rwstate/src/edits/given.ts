/**
 * Which modules a runner has been given, and which of them it must evaluate again.
 *
 * Vite has a runner keep a module where the server has a transform result of it, even one that a plugin asked for, and gives a module whose
 * importee changed its old result back. A runner that is never cleared would keep an outdated module for ever. So each module's
 * invalidations are noted, by the module that caused them, until the runner is given the module again.
 */
import type { DevEnvironment, EnvironmentModuleNode, TransformResult } from "vite";
import { isRoot } from "./roots.js";

/** How long the runner is kept waiting for what a saved file affects, in milliseconds: a plugin's hook may ask the runner itself. */
const savingBound = 2000;

type Module = EnvironmentModuleNode;
type FetchModule = DevEnvironment["fetchModule"];

/** A module as it was saved. */
interface Handled {
  readonly file: string;
  readonly result: TransformResult | undefined;
  /** Until when plugins' hooks for the same save count as running, by `performance.now()`. */
  hooksUntil: number;
  /** Whether one of them has invalidated it, too. */
  isByHook: boolean;
  /** Whether Vite has invalidated it once more, as it sends the update. */
  goesOut: boolean;
}

export class Given {
  readonly #environment: DevEnvironment;
  /** What the runner was given last. */
  readonly #results = new WeakMap<Module, TransformResult>();
  /** Since that, the modules whose changes made it outdated, each with the number of its last invalidation. */
  readonly #causes = new WeakMap<Module, Map<Module, number>>();
  /** Modules that lost their transform result for a change that was none. */
  readonly #unchanged = new WeakSet<Module>();
  /** Modules that did not compile when the runner last asked. */
  readonly #broken = new WeakSet<Module>();
  /** Modules that the runner has asked for by itself, rather than for another module. */
  readonly #entryModules = new WeakSet<Module>();
  /** Modules that were invalidated since the runner was last sent something. */
  readonly #unsent = new Set<Module>();
  /** Modules as they were saved, until the update goes out. */
  readonly #handled = new Map<Module, Handled>();
  /** Files that were saved, and whose modules are not invalidated yet; what to do then. */
  readonly #expected = new Map<string, () => void>();
  /** By files. */
  readonly #saving = new Map<string, { resolve: () => void; promise: Promise<void> }>();
  readonly #withheld = new WeakMap<Module, Promise<void>>();
  #invalidations = 0;
  #cause: Module | undefined;
  /** Whether the invalidation in progress is one of a saved module by a plugin's hook for that save. */
  #isByHook = false;

  constructor(environment: DevEnvironment) {
    this.#environment = environment;
    const { moduleGraph } = environment;
    const invalidate = moduleGraph.invalidateModule;
    // Vite calls it for a module, and it calls itself for the importers.
    moduleGraph.invalidateModule = (module, seen, timestamp, isHmr, ...rest) => {
      const isOutermost = this.#cause === undefined;
      this.#cause ??= module;
      if (isOutermost) this.#isByHook = !isHmr && this.#byHook(module);
      try {
        if (!isHmr && !this.#isByHook) {
          this.#handled.delete(module);
          if (module.file) this.#beginSaving(module.file);
        }
        // An update that goes out invalidates once more what has been noted, and may have been given to the runner since.
        const handled = this.#handled.get(this.#cause);
        if (handled && isOutermost && isHmr) handled.goesOut = true;
        if (!handled) this.#note(module, this.#cause);
        else if (!this.isOutdated(module)) this.#unchanged.add(module);
        return invalidate.call(moduleGraph, module, seen, timestamp, isHmr, ...rest);
      } finally {
        if (isOutermost) this.#cause = undefined;
      }
    };
    const fetch = environment.fetchModule.bind(environment);
    environment.fetchModule = (...given) => this.#fetch(fetch, ...given);
  }

  /** What the runner was given last. */
  result(module: Module): TransformResult | undefined {
    return this.#results.get(module);
  }

  isOutdated(module: Module): boolean {
    return this.#results.has(module) && (this.#causes.get(module)?.size ?? 0) > 0;
  }

  /** The modules that became outdated since the runner was last sent something, and how many it has been given. */
  outdated(): { outdated: Module[]; given: number } {
    let given = 0;
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      if (this.#results.has(module)) given++;
    }
    return { outdated: [...this.#unsent].filter((module) => this.isOutdated(module)), given };
  }

  /** A saved module is invalidated with its importers, and transformed, where it compiles. Vite does both once more when the update goes out. */
  handled(module: Module, result: TransformResult | undefined, file: string): void {
    const hooksUntil = performance.now() + savingBound;
    this.#handled.set(module, { file, result, hooksUntil, isByHook: false, goesOut: false });
  }

  /** The hooks of other plugins for a saved file have run: what they have invalidated besides Vite, as it was before. */
  hooksRan(file: string): { module: Module; result: TransformResult | undefined }[] {
    const ran = [...this.#handled].filter(([, handled]) => handled.file === file);
    for (const [, handled] of ran) handled.hooksUntil = 0;
    return ran
      .filter(([, { isByHook }]) => isByHook)
      .map(([module, { result }]) => ({ module, result }));
  }

  /** A saved module is another than was thought: its next invalidation counts. */
  forget(module: Module): void {
    this.#handled.delete(module);
  }

  /** The runner is being sent what makes it ask for outdated modules: for these. */
  sent(): Module[] {
    for (const [module, { result, goesOut }] of this.#handled) {
      // Those of another edit, whose update is not there yet, stay.
      if (!goesOut) continue;
      if (result && !module.transformResult) Object.assign(module, asTransformed(result));
      this.#handled.delete(module);
    }
    const { outdated } = this.outdated();
    this.#unsent.clear();
    return outdated;
  }

  /**
   * A file was saved. From the moment at which Vite invalidates its modules until all that this affects is known, no outdated module is
   * given to the runner. Not before: a gate may wait for requests that import what an earlier edit made outdated.
   *
   * @param invalidated called when Vite has invalidated them
   */
  saves(file: string, invalidated: () => void): void {
    this.#expected.set(file, invalidated);
  }

  /** What a saved file affects is invalidated. */
  knows(file: string): void {
    this.#expected.delete(file);
    this.#saving.get(file)?.resolve();
    this.#saving.delete(file);
  }

  /** The number of the last invalidation, for `withdraw`. */
  get invalidations(): number {
    return this.#invalidations;
  }

  /** A module was saved as it was: nothing is outdated for what it caused until a moment. */
  withdraw(cause: Module, until: number): void {
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      const causes = this.#causes.get(module);
      if (!causes || (causes.get(cause) ?? Infinity) > until) continue;
      causes.delete(cause);
      if (causes.size === 0) this.#unchanged.add(module);
    }
  }

  /** Whether a module was evaluated for others alone, and none of them imports it any longer: no update is to evaluate it again. */
  isLost(module: Module): boolean {
    return isRoot(module) && this.#results.has(module) && !this.#entryModules.has(module);
  }

  /** Whether a module did not compile when it was last asked for. */
  isBroken(module: Module): boolean {
    return this.#broken.has(module);
  }

  /** A module does not compile. */
  breaks(module: Module): void {
    this.#broken.add(module);
  }

  /** Modules are not given to the runner until something is done. */
  withhold(modules: Module[], until: Promise<void>): void {
    for (const module of modules) this.#withheld.set(module, until);
  }

  /** The module that a runner means by a URL. */
  find(url: string): Module | undefined {
    const { moduleGraph } = this.#environment;
    const bare = unwrapped(url);
    return moduleGraph.urlToModuleMap.get(bare) ?? moduleGraph.getModuleById(bare);
  }

  /**
   * Frameworks invalidate what was saved in their own hooks, and with that the runner's module, though a request may have been given
   * it since: it would be evaluated again without what it registers with. Nothing of it is noted; `hooksRan` has it compared.
   */
  #byHook(module: Module): boolean {
    const handled = this.#handled.get(module);
    // A file is expected from its next save until Vite itself invalidates it.
    if (!handled || performance.now() > handled.hooksUntil) return false;
    if (module.file && this.#expected.has(module.file)) return false;
    return (handled.isByHook = true);
  }

  #beginSaving(file: string): void {
    const invalidated = this.#expected.get(file);
    if (!invalidated) return;
    this.#expected.delete(file);
    queueMicrotask(invalidated);
    this.#saving.get(file)?.resolve();
    let resolve!: () => void;
    const known = new Promise<void>((it) => (resolve = it));
    const bound = setTimeout(resolve, savingBound);
    bound.unref();
    const promise = known.finally(() => clearTimeout(bound));
    this.#saving.set(file, { resolve, promise });
  }

  #note(module: Module, cause: Module): void {
    this.#unchanged.delete(module);
    this.#unsent.add(module);
    let causes = this.#causes.get(module);
    if (!causes) this.#causes.set(module, (causes = new Map()));
    causes.set(cause, ++this.#invalidations);
  }

  async #fetch(fetch: FetchModule, ...[url, importer, options]: Parameters<FetchModule>) {
    // A caller that does not say whether it has the module is no runner.
    if (!options || !("cached" in options)) return fetch(url, importer, options);
    const known = this.find(url);
    if (known && this.isOutdated(known)) {
      // A registrant must not meet the registry as it was.
      await Promise.all(Array.from(this.#saving.values(), ({ promise }) => promise));
      await this.#withheld.get(known);
    }
    // Asked after the wait: another request may have been given it since.
    const isOutdated = known !== undefined && this.isOutdated(known);
    if (known && options.cached && !isOutdated && this.#isGiven(known)) {
      return { cache: true } as const;
    }
    const since = this.#invalidations;
    const asked = isOutdated ? { ...options, cached: false } : options;
    let answer;
    try {
      answer = await fetch(url, importer, asked);
    } catch (error) {
      if (known) this.#broken.add(known);
      throw error;
    }
    if ("code" in answer) {
      const module = this.#environment.moduleGraph.getModuleById(answer.id);
      if (isOutdated) {
        answer.invalidate = true;
        Object.assign(answer, { kept: this.#keptImports(module?.transformResult) });
      }
      // Where messages are JSON, it is null.
      if (module && !importer) this.#entryModules.add(module);
      if (module) this.#give(module, answer.code, since);
    }
    return answer;
  }

  /**
   * Of the imports by which an evaluation begins, those of what the runner has as it is now: `runtime/edits.mts` spares it to ask for each.
   * What Node imports natively is among them.
   */
  #keptImports(result: TransformResult | null | undefined): string[] {
    return (result?.deps ?? []).filter((url) => {
      const module = this.find(url);
      return module ? this.#results.has(module) && !this.isOutdated(module) : !/^[./]/.test(url);
    });
  }

  /** Whether the runner has a module as it is, though Vite no longer has what it was transformed to. */
  #isGiven(module: Module): boolean {
    return this.#results.has(module) && this.#unchanged.has(module);
  }

  /** The runner has a module as it was at a moment. */
  #give(module: Module, code: string, since: number): void {
    this.#broken.delete(module);
    this.#unchanged.delete(module);
    // Unless it has been transformed once more since.
    const { transformResult } = module;
    const isCurrent = transformResult?.code === code;
    this.#results.set(module, isCurrent ? transformResult : { code, map: null });
    const causes = this.#causes.get(module);
    if (!causes) return;
    for (const [cause, invalidation] of causes) {
      if (invalidation <= since) causes.delete(cause);
    }
  }
}

/** A module's part of Vite's state that says that it is transformed. */
function asTransformed(transformResult: TransformResult) {
  return { transformResult, invalidationState: undefined };
}

/** As Vite's graph has it: an id is not wrapped there, and a URL has no time in it. */
function unwrapped(url: string): string {
  const id = url.startsWith("/@id/") ? url.slice("/@id/".length).replace("__x00__", "\0") : url;
  return id.replace(/\bt=\d{13}&?\b/, "").replace(/[?&]$/, "");
}
