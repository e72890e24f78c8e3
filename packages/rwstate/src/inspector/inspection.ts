/** Collects what the inspector shows of one dev server, and passes snapshots of it on to watchers. */
import { readFileSync } from "node:fs";
import { normalizePath, version as vite, type DevEnvironment, type ViteDevServer } from "vite";
import type { Appended, Diagnostic, Edit, Inspector, Recovery, Rewritten } from "../binding.js";
import { listening, withChannel } from "../server/listening.js";
import type { Context } from "../server/context.js";
import { Runner } from "./runner.js";

/** How often runners are asked while there is a watcher, in milliseconds. There is no event for an entry that changes. */
const period = 1000;

const inspections = new WeakMap<DevEnvironment, Inspection>();

/** By the id of a dev server that listens: what is known of it, which outlives a restart. */
const known = new Map<number, Inspector>();

/** The inspection of an environment's server; there is none outside of dev. */
export function inspectionOf(environment: DevEnvironment): Inspection | undefined {
  return inspections.get(environment);
}

export class Inspection {
  readonly #id: number;
  readonly #inspector: Inspector;
  readonly #environments: DevEnvironment[];
  readonly #watchers = new Set<(snapshot: string) => void>();
  /** By the name of the environment. */
  readonly #runners = new Map<string, Runner>();
  /** Snapshots that wait for answers of runners. */
  readonly #waiters = new Set<{ waiting: Set<Runner>; resolve: () => void }>();
  /** By environment and kind (`declares` or `keeps`), and by file: the keys of the file's entries. */
  readonly #owners = new Map<string, Map<string, string[]>>();
  /** The modules that have findings. */
  readonly #found = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  /** The last snapshot that watchers got, without its time. */
  #shown = "";
  /** Whether watchers are about to get a snapshot. */
  #isDue = false;

  constructor({ binding, plan, mode, server: id }: Context, server: ViteDevServer) {
    const inspector = known.get(id)?.successor() ?? new binding.Inspector(ownVersion(), vite);
    this.#inspector = inspector;
    this.#id = id;
    // Not before: if the new server fails to start, the old one goes on.
    void listening(server.environments.client).then(() => known.set(id, inspector));
    this.#environments = Object.values(server.environments);
    inspector.begin(
      server.config.root,
      this.#environments.map(({ name, config: { consumer } }) => [
        name,
        consumer,
        plan.isGated(name, consumer, mode),
      ]),
    );
    for (const environment of this.#environments) inspections.set(environment, this);
    for (const environment of withChannel(server)) {
      const { name } = environment;
      const runner = new Runner(environment, binding.scopeName(id, name), {
        runs: () => inspector.runs(name),
        announces: () => this.ask(),
        reports: (entries) => {
          try {
            inspector.entries(name, entries);
          } catch {
            // A page that is not reloaded yet may have another version of the state module.
          }
          this.#answered(runner);
        },
        wasReset: () => this.ask(),
        reloads: () => inspector.reloaded(name, Date.now()),
      });
      this.#runners.set(name, runner);
    }
  }

  /** The server is closing. At a restart the next server has taken over what is known already. */
  close(): void {
    if (known.get(this.#id) === this.#inspector) known.delete(this.#id);
  }

  /** Notes the entries that a file declares now. Returns files to be read again before `conflicts` is called. */
  declares(environment: string, file: string, declared: [string, number][]): string[] {
    this.#owns(
      `${environment} declares`,
      file,
      declared.map(([key]) => key),
    );
    return this.#inspector.declares(environment, file, declared);
  }

  /** Notes what a module keeps now, and what was found in it. A file may be transformed in several forms. */
  rewritten(environment: string, id: string, form: string, rewritten: Rewritten | undefined): void {
    const module = `${id}${form}`;
    const noted = `${environment} ${module}`;
    const hasFindings = rewritten !== undefined && rewritten.warnings.length > 0;
    // Most modules keep nothing, at every save: of them the addon hears nothing.
    if (!rewritten && !this.#found.has(noted)) return;
    if (hasFindings) this.#found.add(noted);
    else this.#found.delete(noted);
    const file = normalizePath(id.replace(/[?#].*$/s, ""));
    const keys = rewritten?.entries.map(([key]) => key);
    if (keys) this.#owns(`${environment} keeps`, file, keys);
    this.#inspector.rewritten(environment, module, file, rewritten);
    this.#changed();
  }

  /** The files that declare or keep entries of an environment, each with the keys. */
  owners(environment: string): [file: string, keys: string[]][] {
    const kinds = [`${environment} declares`, `${environment} keeps`];
    return kinds.flatMap((kind) => [...(this.#owners.get(kind) ?? [])]);
  }

  /** The files of an environment that are rewritten so that their state is kept. */
  keepers(environment: string): string[] {
    const kept = [...(this.#owners.get(`${environment} keeps`) ?? [])];
    return kept.flatMap(([file, keys]) => (keys.length > 0 ? [file] : []));
  }

  #owns(kind: string, file: string, keys: string[]): void {
    let owners = this.#owners.get(kind);
    if (!owners) this.#owners.set(kind, (owners = new Map()));
    owners.set(file, keys);
  }

  conflicts(environment: string, file: string): Diagnostic[] {
    return this.#inspector.conflicts(environment, file);
  }

  stale(environment: string, key: string, className: string): Diagnostic | null {
    return this.#inspector.stale(environment, key, className);
  }

  recovered(recovery: Recovery): void {
    this.#inspector.recovered(recovery);
    this.#changed();
    this.ask();
  }

  appended(appended: Appended): void {
    this.#inspector.appended(appended);
    this.#changed();
  }

  /** Notes that a runner is sent an edit's update. Returns the edit's number. */
  edited(edit: Edit): number {
    const number = this.#inspector.edited(edit);
    this.#changed();
    return number;
  }

  /** Notes that a runner has evaluated an edit's modules. */
  evaluated(edit: number, milliseconds: number): void {
    this.#inspector.evaluated(edit, milliseconds);
    this.#changed();
  }

  /** Has a runner reset an entry. Returns whether the runner has reported such an entry. */
  reset(environment: string, key: string): boolean {
    if (!this.#inspector.has(environment, key)) return false;
    return this.#runners.get(environment)?.ask("reset", key) ?? false;
  }

  /** Calls back with each snapshot that differs from the last one, until the returned function is called. */
  watch(watcher: (snapshot: string) => void): () => void {
    this.#watchers.add(watcher);
    this.#timer ??= setInterval(() => this.ask(), period).unref();
    watcher(this.#snapshot());
    this.ask();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Asks the runners for their entries if there is a watcher. */
  ask(): void {
    if (this.#watchers.size === 0) return;
    for (const runner of this.#runners.values()) runner.ask("entries");
    this.#changed();
  }

  /** Takes a snapshot when all runners have reported their entries, or after a time limit, in milliseconds. */
  async once(bound: number): Promise<string> {
    const waiting = new Set([...this.#runners.values()].filter(({ answers }) => answers));
    if (waiting.size === 0) return this.#snapshot();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        // A runner that is gone is not waited for again, until it announces itself.
        for (const runner of waiting) runner.disconnect();
        resolve();
      }, bound);
      const waiter = { waiting, resolve: () => (clearTimeout(timer), resolve()) };
      this.#waiters.add(waiter);
      for (const runner of waiting) runner.ask("entries");
    });
    return this.#snapshot();
  }

  #answered(runner: Runner): void {
    this.#changed();
    for (const waiter of this.#waiters) {
      waiter.waiting.delete(runner);
      if (waiter.waiting.size > 0) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  #changed(): void {
    if (this.#watchers.size === 0 || this.#isDue) return;
    this.#isDue = true;
    // One snapshot for all that changes in this turn of the event loop.
    setImmediate(() => {
      this.#isDue = false;
      if (this.#watchers.size === 0) return;
      this.#noteModules();
      const shown = this.#inspector.snapshot(0);
      if (shown === this.#shown) return;
      this.#shown = shown;
      const snapshot = this.#inspector.snapshot(Date.now());
      for (const watcher of this.#watchers) watcher(snapshot);
    });
  }

  #snapshot(): string {
    this.#noteModules();
    return this.#inspector.snapshot(Date.now());
  }

  #noteModules(): void {
    for (const { name, moduleGraph } of this.#environments) {
      const modules: [string, string][] = [];
      for (const { id, file, transformResult } of moduleGraph.idToModuleMap.values()) {
        if (id && file && transformResult) modules.push([id, file]);
      }
      this.#inspector.modules(name, modules);
    }
  }
}

function ownVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
