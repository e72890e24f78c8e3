/** What is known of one dev server: gathered from its environments as it happens, shown to whoever watches. */
import { readFileSync } from "node:fs";
import { normalizePath, version as vite, type DevEnvironment, type ViteDevServer } from "vite";
import type { Appended, Diagnostic, Edit, Inspector, Recovery, Rewritten } from "../binding.js";
import { listening, speaking } from "../plugin/listening.js";
import type { Context } from "../plugin/context.js";
import { Runner } from "./runner.js";

/** How often runners are asked while somebody watches, in milliseconds: an entry that is written tells nobody. */
const period = 1000;

const inspections = new WeakMap<DevEnvironment, Inspection>();

/** What is known of each server that listens, by its id: one that is restarted hands it on. */
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
  /** By the names of their environments. */
  readonly #runners = new Map<string, Runner>();
  /** Who waits for an answer of each of some runners. */
  readonly #waiters = new Set<{ waiting: Set<Runner>; resolve: () => void }>();
  /** The files that have entries, by their environments and how these are declared, each with the keys. */
  readonly #owners = new Map<string, Map<string, string[]>>();
  /** The modules that have findings. */
  readonly #found = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #shown = "";
  #isDue = false;

  constructor({ binding, plan, mode, server: id }: Context, server: ViteDevServer) {
    const inspector = known.get(id)?.successor() ?? new binding.Inspector(ownVersion(), vite);
    this.#inspector = inspector;
    this.#id = id;
    // Until it listens, the server before it may have to go on.
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
    for (const environment of speaking(server)) {
      const { name } = environment;
      const runner = new Runner(environment, binding.scopeName(id, name), {
        runs: () => inspector.runs(name),
        speaks: () => this.ask(),
        told: (entries) => {
          try {
            inspector.entries(name, entries);
          } catch {
            // Another version of the state module, in a page that is not reloaded yet.
          }
          this.#told(runner);
        },
        wasReset: () => this.ask(),
        reloads: () => inspector.reloaded(name, Date.now()),
      });
      this.#runners.set(name, runner);
    }
  }

  /** The server is closing; the one that comes after it has what is to be handed on. */
  close(): void {
    if (known.get(this.#id) === this.#inspector) known.delete(this.#id);
  }

  /** A file declares entries now; the answer is the files to read again before `conflicts` is asked. */
  declares(environment: string, file: string, declared: [string, number][]): string[] {
    this.#owns(`${environment} declares`, file, declared);
    return this.#inspector.declares(environment, file, declared);
  }

  /** A rewritten module keeps these entries now. */
  keeps(environment: string, id: string, entries: Rewritten["entries"]): void {
    const kept = entries.map(([key, , line]): [string, number] => [key, line]);
    const file = normalizePath(id.replace(/[?#].*$/s, ""));
    this.#owns(`${environment} keeps`, file, kept);
    this.#inspector.keeps(environment, file, kept);
  }

  /** The files that declare or keep entries of an environment, each with the keys. */
  owners(environment: string): [file: string, keys: string[]][] {
    const ways = [`${environment} declares`, `${environment} keeps`];
    return ways.flatMap((way) => [...(this.#owners.get(way) ?? [])]);
  }

  /** The files that Vite serves in an environment and whose own state is kept. */
  keepers(environment: string): string[] {
    const kept = [...(this.#owners.get(`${environment} keeps`) ?? [])];
    return kept.flatMap(([file, keys]) => (keys.length > 0 ? [file] : []));
  }

  #owns(way: string, file: string, entries: [string, number][]): void {
    let owners = this.#owners.get(way);
    if (!owners) this.#owners.set(way, (owners = new Map()));
    owners.set(
      file,
      entries.map(([key]) => key),
    );
  }

  conflicts(environment: string, file: string): Diagnostic[] {
    return this.#inspector.conflicts(environment, file);
  }

  stale(environment: string, key: string, className: string): Diagnostic | null {
    return this.#inspector.stale(environment, key, className);
  }

  findings(environment: string, file: string, findings: Diagnostic[]): void {
    const module = `${environment} ${file}`;
    if (findings.length === 0 && !this.#found.delete(module)) return;
    if (findings.length > 0) this.#found.add(module);
    this.#inspector.findings(environment, file, findings);
    this.#changed();
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

  /** A runner is sent what an edit asks for; the answer is the edit's number. */
  edited(edit: Edit): number {
    const number = this.#inspector.edited(edit);
    this.#changed();
    return number;
  }

  /** A runner has evaluated what an edit made outdated. */
  evaluated(edit: number, milliseconds: number): void {
    this.#inspector.evaluated(edit, milliseconds);
    this.#changed();
  }

  /** Has a runner reset an entry; whether it has reported such an entry. */
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

  /** Asks the runners for their entries, where somebody watches. */
  ask(): void {
    if (this.#watchers.size === 0) return;
    for (const runner of this.#runners.values()) runner.ask("entries");
    this.#changed();
  }

  /** Takes a snapshot once the runners that are there have told of their entries, or have not within a bound, in milliseconds. */
  async once(bound: number): Promise<string> {
    const waiting = new Set([...this.#runners.values()].filter(({ answers }) => answers));
    if (waiting.size === 0) return this.#snapshot();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        // Who is not there any more is not waited for again, until it speaks.
        for (const runner of waiting) runner.isSilent();
        resolve();
      }, bound);
      const waiter = { waiting, resolve: () => (clearTimeout(timer), resolve()) };
      this.#waiters.add(waiter);
      for (const runner of waiting) runner.ask("entries");
    });
    return this.#snapshot();
  }

  #told(runner: Runner): void {
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
    // What happens together is shown together.
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
