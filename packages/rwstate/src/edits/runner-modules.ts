/**
 * Tracks which modules a runner has fetched, and which of these are outdated: it must evaluate them again.
 *
 * Vite's own `fetchModule` does not know that. It answers "keep what you have" wherever the server has a transform result, even if a plugin asked
 * for that result and the runner has an older one. And a module whose imports have changed gets its old result object back. A full reload
 * hides both; here the runner is never cleared. So the invalidations of each module are noted, by the module that caused them, until the
 * runner fetches the module again.
 */
import type { DevEnvironment, EnvironmentModuleNode, TransformResult } from "vite";
import { Given } from "./given.js";
import { asTransformed, forgetSoft } from "./invalidation.js";
import { PendingSaves } from "./pending-saves.js";
import { isRoot } from "./roots.js";

/** How long an invalidation may come from a plugin's hook for a save, in milliseconds. */
const hooksBound = 2000;

type Module = EnvironmentModuleNode;
type FetchModule = DevEnvironment["fetchModule"];

/** What `runtime/edits.mts` adds to a runner's options of a fetch. */
interface RunnerOptions {
  startOffset?: number;
  /** The number of the last update that the runner has got. */
  received?: number;
}

/** A module of a saved file that has been examined, until the updates of all saves that have changed it are sent. */
interface Examined {
  readonly file: string;
  /** Its transform result; `undefined` where it does not compile. */
  readonly result: TransformResult | undefined;
  /** Until when an invalidation may come from a plugin's hook for the same save, by `performance.now()`. */
  hooksUntil: number;
  /** Whether a plugin's hook has invalidated it. */
  isByHook: boolean;
}

export class RunnerModules {
  readonly #environment: DevEnvironment;
  readonly #evaluates: () => void;
  /** Saves for which it is not known yet what they affect. The runner gets no outdated module meanwhile. */
  readonly pending: PendingSaves;
  /** The results that the runner fetched last. */
  readonly #results = new WeakMap<Module, TransformResult>();
  /** For each module: the modules whose changes have made it outdated, with the number of the last invalidation that each has caused. */
  readonly #causes = new WeakMap<Module, Map<Module, number>>();
  /** Modules that a save has changed and that the runner has not fetched since. */
  readonly #changed = new WeakSet<Module>();
  /** Modules that Vite has invalidated though nothing has changed. */
  readonly #unchanged = new WeakSet<Module>();
  readonly #given = new Given();
  /** Modules that did not compile the last time. */
  readonly #broken = new WeakSet<Module>();
  /** Modules that the runner has fetched without an importer. */
  readonly #entryModules = new WeakSet<Module>();
  /** Modules that were invalidated since the last update was sent. */
  readonly #unsent = new Set<Module>();
  readonly #examined = new Map<Module, Examined>();
  /**
   * For each module that was examined: by their timestamps, the saves whose update is not sent yet, and whether Vite has invalidated the module
   * again for it, which it does just before it sends the update.
   */
  readonly #unsentSaves = new Map<Module, Map<number, boolean>>();
  readonly #withheld = new WeakMap<Module, Promise<void>>();
  #invalidations = 0;
  #isUsed = false;
  #placing: { startOffset?: number } = {};
  /** While an invalidation is in progress: the module that it began with, and whether a plugin's hook for its save or another save has caused it. */
  #cause: Module | undefined;
  #isByHook = false;
  #isAffected = false;

  /** `evaluates` is called when the runner fetches a module that it may evaluate. */
  constructor(environment: DevEnvironment, evaluates: () => void) {
    this.#environment = environment;
    this.#evaluates = evaluates;
    const { moduleGraph } = environment;
    this.pending = new PendingSaves(moduleGraph);
    const invalidate = moduleGraph.invalidateModule;
    // `invalidateModule` calls itself for the importers of a module.
    moduleGraph.invalidateModule = (module, seen, timestamp, isHmr, ...rest) => {
      const isOutermost = this.#cause === undefined;
      this.#cause ??= module;
      if (isOutermost) {
        this.#isByHook = !isHmr && this.#noteHook(module);
        // Vite begins with none: it is what a save affects.
        this.#isAffected = rest[0] === true;
        if (isHmr && !this.#isAffected) this.#noteSend(module, timestamp);
      }
      try {
        if (!isHmr && !this.#isByHook) this.#examined.delete(module);
        // Vite invalidates an examined module again as it sends the update. That was noted before, and the runner may have fetched the module
        // since.
        const isRepeated = this.#examined.has(this.#cause) && !this.#isAffected;
        if (!isRepeated) this.#note(module, this.#cause);
        else if (!this.isOutdated(module)) this.#unchanged.add(module);
        return invalidate.call(moduleGraph, module, seen, timestamp, isHmr, ...rest);
      } finally {
        if (isOutermost) this.#cause = undefined;
      }
    };
    const { updateModuleTransformResult } = moduleGraph;
    moduleGraph.updateModuleTransformResult = (module, result) => {
      updateModuleTransformResult.call(moduleGraph, module, result);
      forgetSoft(module);
    };
    const fetch = environment.fetchModule.bind(environment);
    environment.fetchModule = (...given) => this.#fetch(fetch, ...given);
  }

  /** Whether a runner of Vite's has fetched any module. A host may have a runner of its own, as Nuxt has, or none yet. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** The result that the runner fetched last. */
  result(module: Module): TransformResult | undefined {
    return this.#results.get(module);
  }

  /** By how many lines the runner moves the code of modules, which source maps count: as options of a fetch. */
  get placing(): { startOffset?: number } {
    return this.#placing;
  }

  /** Whether what the runner has of a module may dispose of something. */
  mayDispose(module: Module): boolean {
    return this.#results.get(module)?.code.includes("dispose") === true;
  }

  isOutdated(module: Module): boolean {
    return this.#results.has(module) && (this.#causes.get(module)?.size ?? 0) > 0;
  }

  /**
   * Whether a module of a saved file has changed though its code is what the runner has. An earlier save has changed it, and what that affects
   * is evaluated again. Or the runner has fetched it since Vite invalidated it, as it does not wait for a save with a module that is new to it:
   * it may have evaluated that without the modules that it registers with.
   */
  hasChanged(module: Module): boolean {
    return this.#changed.has(module) || !this.#causes.get(module)?.has(module);
  }

  /** The modules that became outdated since the last update was sent, and the number of modules that the runner has. */
  outdated(): { outdated: Module[]; given: number } {
    let given = 0;
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      if (this.#results.has(module)) given++;
    }
    return { outdated: [...this.#unsent].filter((module) => this.isOutdated(module)), given };
  }

  /** Notes that a module of a saved file is invalidated and transformed. Vite does both again when it sends the update. */
  noteTransform(module: Module, result: TransformResult | undefined, file: string): void {
    const hooksUntil = performance.now() + hooksBound;
    this.#examined.set(module, { file, result, hooksUntil, isByHook: false });
  }

  /** Notes that the save with this timestamp has changed a module. */
  noteChange(module: Module, timestamp: number): void {
    this.#changed.add(module);
    const saves = this.#unsentSaves.get(module) ?? new Map<number, boolean>();
    this.#unsentSaves.set(module, saves.set(timestamp, false));
  }

  /** Notes that all hooks for a saved file have run. Returns the modules that a hook has invalidated, with their results before that. */
  hooksRan(file: string): { module: Module; result: TransformResult | undefined }[] {
    const ran = [...this.#examined].filter(([, examined]) => examined.file === file);
    for (const [, examined] of ran) examined.hooksUntil = 0;
    return ran
      .filter(([, { isByHook }]) => isByHook)
      .map(([module, { result }]) => ({ module, result }));
  }

  /** Forgets that a module was examined, so that its next invalidation counts. */
  forget(module: Module, timestamp: number): void {
    this.#examined.delete(module);
    this.#unsentSaves.get(module)?.delete(timestamp);
  }

  /** Notes that an update is being sent. Returns the modules that the runner will fetch again for it. */
  sent(): Module[] {
    for (const [module, saves] of this.#unsentSaves) {
      const sent = [...saves.keys()].filter((timestamp) => saves.get(timestamp));
      // A module of another edit, whose update is not sent yet.
      if (sent.length === 0) continue;
      this.#setBack(module);
      // A plugin's hook may have kept Vite from sending an update for an earlier save.
      const last = Math.max(...sent);
      for (const timestamp of saves.keys()) if (timestamp <= last) saves.delete(timestamp);
      if (saves.size > 0) continue;
      this.#unsentSaves.delete(module);
      this.#examined.delete(module);
    }
    const { outdated } = this.outdated();
    this.#unsent.clear();
    return outdated;
  }

  /** Whether Vite has invalidated a module to send the update for a save, and no plugin's hook has since the save. */
  #isBeingSent(module: Module): boolean {
    const saves = [...(this.#unsentSaves.get(module)?.values() ?? [])];
    return saves.some(Boolean) && !this.#examined.get(module)?.isByHook;
  }

  /** Gives a module the result back that it was examined with, so that it is not transformed twice. */
  #setBack(module: Module): void {
    const result = this.#examined.get(module)?.result;
    if (result && !module.transformResult) Object.assign(module, asTransformed(result));
  }

  /** The number of the last invalidation. */
  get invalidations(): number {
    return this.#invalidations;
  }

  /** Withdraws the invalidations up to a number that a module has caused, because its code has not changed. */
  withdraw(cause: Module, until: number): void {
    for (const module of this.#environment.moduleGraph.idToModuleMap.values()) {
      const causes = this.#causes.get(module);
      if (!causes || (causes.get(cause) ?? Infinity) > until) continue;
      causes.delete(cause);
      if (causes.size === 0) this.#unchanged.add(module);
    }
  }

  /** Whether only other modules have imported a module, and none of them does any longer. No update is to evaluate it again. */
  isLost(module: Module): boolean {
    return isRoot(module) && this.#results.has(module) && !this.#entryModules.has(module);
  }

  /** Whether a module did not compile the last time. */
  isBroken(module: Module): boolean {
    return this.#broken.has(module);
  }

  /** Notes that a module does not compile. */
  noteError(module: Module): void {
    this.#broken.add(module);
  }

  /** Makes fetches of modules wait for a promise. */
  withhold(modules: Module[], until: Promise<void>): void {
    for (const module of modules) this.#withheld.set(module, until);
  }

  /**
   * Notes that a module goes along with an update, if it was not invalidated after the invalidation `until`. Returns whether it was not. The
   * runner may ask for it before it has got the update: messages and answers take different ways.
   */
  give(module: Module, result: TransformResult, until: number, update: number): boolean {
    const causes = this.#causes.get(module);
    if (Math.max(0, ...(causes?.values() ?? [])) > until) return false;
    causes?.clear();
    this.#given.add(module, update);
    this.#broken.delete(module);
    this.#changed.delete(module);
    this.#results.set(module, result);
    // Vite invalidates the importers of a saved module once more as it sends the update.
    if (!module.transformResult) this.#unchanged.add(module);
    return true;
  }

  /** The module of a URL that a runner imports. */
  find(url: string): Module | undefined {
    const { moduleGraph } = this.#environment;
    const known = unwrapped(url);
    return moduleGraph.urlToModuleMap.get(known) ?? moduleGraph.getModuleById(known);
  }

  /**
   * Notes that a plugin's hook invalidates an examined module, and returns whether that is so.
   *
   * Frameworks do this for the files that are saved. A request may have fetched the module since it was examined. If the invalidation
   * counted, the runner would evaluate the module again, without the modules that it registers with. So it does not count, and
   * `hooksRan` returns the module to be examined again.
   */
  #noteHook(module: Module): boolean {
    const examined = this.#examined.get(module);
    if (!examined || performance.now() > examined.hooksUntil) return false;
    // The file was saved again.
    if (this.pending.isInvalidating) return false;
    return (examined.isByHook = true);
  }

  /** Notes that an examined module is invalidated again, as Vite does just before it sends the update for a save. */
  #noteSend(module: Module, timestamp = 0): void {
    const saves = this.#unsentSaves.get(module) ?? new Map<number, boolean>();
    const isSend = saves.has(timestamp) || this.#examined.has(module);
    if (isSend) this.#unsentSaves.set(module, saves.set(timestamp, true));
  }

  #note(module: Module, cause: Module): void {
    this.#given.retract(module);
    this.#unchanged.delete(module);
    this.#unsent.add(module);
    let causes = this.#causes.get(module);
    if (!causes) this.#causes.set(module, (causes = new Map()));
    causes.set(cause, ++this.#invalidations);
  }

  async #fetch(fetch: FetchModule, ...[url, importer, options]: Parameters<FetchModule>) {
    // Only runners pass `cached`.
    if (!options || !("cached" in options)) return fetch(url, importer, options);
    this.#isUsed = true;
    const { startOffset, received = -1 } = options as RunnerOptions;
    this.#placing = startOffset === undefined ? {} : { startOffset };
    const known = this.find(url);
    const isKept = (): boolean =>
      options.cached === true &&
      known !== undefined &&
      this.#isCurrent(known) &&
      !this.#given.isOnItsWay(known, received);
    // As Vite would answer, and sooner: a host may import its entry module for each request.
    if (isKept()) return { cache: true } as const;
    // Before the waits, so that a second save waits for what waits for the first.
    this.#evaluates();
    if (known && this.isOutdated(known)) {
      await this.pending.ended();
      await this.#withheld.get(known);
      // Another request may have fetched the module meanwhile.
      if (isKept()) return { cache: true } as const;
    }
    const isOutdated =
      known !== undefined && (this.isOutdated(known) || this.#given.isOnItsWay(known, received));
    // Vite has invalidated it to send its update, which the gate may withhold. Its file may be written again just now.
    if (known && this.#isBeingSent(known)) this.#setBack(known);
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
      if (isOutdated) answer.invalidate = true;
      if (module && this.#given.isOnItsWay(module, received)) {
        // It must not be evaluated once more when the update has come.
        Object.assign(answer, { update: this.#given.take(module) });
      }
      const kept = this.keptImports(module?.transformResult, received);
      Object.assign(answer, { kept, retracted: this.#given.retracted(received) });
      // `importer` is `null` where messages are sent as JSON.
      if (module && !importer) this.#entryModules.add(module);
      if (module) this.#noteFetched(module, answer.code, since);
    }
    return answer;
  }

  /**
   * The static imports of a module that the runner need not fetch, because it has them as they are now or Node imports them natively.
   * `runtime/edits.mts` answers the runner's fetches of these itself.
   *
   * @param received the last update that the runner has got
   */
  keptImports(result: TransformResult | null | undefined, received: number): string[] {
    return (result?.deps ?? []).filter((url) => {
      const module = this.find(url);
      if (!module) return !/^[./]/.test(url);
      return (
        this.#results.has(module) &&
        !this.isOutdated(module) &&
        !this.#given.isOnItsWay(module, received)
      );
    });
  }

  /** Whether the runner has a module as it is now. */
  #isCurrent(module: Module): boolean {
    if (this.isOutdated(module)) return false;
    return Boolean(module.transformResult) || this.#isUnchanged(module);
  }

  /** Whether the runner has a module as it is now, though Vite has no transform result of it any more. */
  #isUnchanged(module: Module): boolean {
    return this.#results.has(module) && this.#unchanged.has(module);
  }

  /** Notes that the runner has fetched a module, and that the invalidations up to a number are dealt with. */
  #noteFetched(module: Module, code: string, since: number): void {
    this.#broken.delete(module);
    this.#changed.delete(module);
    this.#unchanged.delete(module);
    // Vite may have transformed the module again since.
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

/** The id or URL by which Vite's graph knows a module: without the prefix for ids, and without the timestamp of an update. */
function unwrapped(url: string): string {
  const id = url.startsWith("/@id/") ? url.slice("/@id/".length).replace("__x00__", "\0") : url;
  return id.replace(/\bt=\d{13}&?\b/, "").replace(/[?&]$/, "");
}
