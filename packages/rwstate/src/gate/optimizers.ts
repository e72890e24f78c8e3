/** Watches each environment's optimizer: which dependencies it discovers, and when it has committed them. */
import { relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Dependency } from "../binding.js";
import type { Adapter } from "./adapter.js";

type Optimizer = NonNullable<DevEnvironment["depsOptimizer"]>;
type Info = ReturnType<Optimizer["registerMissingImport"]>;

/** The dependencies that an optimizer has discovered since the gate closed. */
interface Run {
  /** By specifier: the dependency's output. */
  discovered: Map<string, string>;
  since: Date;
}

export class Optimizers {
  readonly #adapter: Adapter;
  readonly #environments: ReadonlyMap<number, DevEnvironment>;
  readonly #runs = new Map<number, Run>();
  /** The runs of the last time that the gate was closed. */
  readonly #lastRuns = new Map<number, Run>();
  /** By environment: one promise for each dependency that is not committed yet. */
  readonly #busy = new Map<number, Set<Promise<void>>>();

  constructor(adapter: Adapter, environments: ReadonlyMap<number, DevEnvironment>) {
    this.#adapter = adapter;
    this.#environments = environments;
    for (const [id, { depsOptimizer }] of environments) {
      if (depsOptimizer) this.#watch(depsOptimizer, id);
    }
    adapter.on("open", () => this.#endRuns());
  }

  /**
   * Makes an environment's optimizer run now, and resolves when it has committed what it discovered so far. By itself Vite waits 100 ms
   * for more dependencies. A dependency that is being appended is waited for too, because it may be
   * refused and left to Vite.
   */
  async commit(id: number): Promise<void> {
    const optimizer = this.#environments.get(id)?.depsOptimizer;
    if (!optimizer) return;
    const awaited = new Set<Promise<void>>();
    for (;;) {
      const busy = [...(this.#busy.get(id) ?? [])];
      if (busy.length > 0) optimizer.run();
      const discovered = Object.values(optimizer.metadata.discovered);
      const pending = [...busy, ...discovered.flatMap(({ processing }) => processing ?? [])];
      const next = pending.filter((one) => !awaited.has(one));
      if (next.length === 0) return;
      for (const one of next) awaited.add(one);
      await Promise.all(next);
    }
  }

  /**
   * The dependencies that an environment's optimizer is bundling, or else those that it bundled when the gate was closed last. Those of
   * its first run are not among them.
   */
  discoveries(id: number): { discovered: Dependency[]; since: Date } {
    const run = this.#runs.get(id) ?? this.#lastRuns.get(id);
    if (!run) return { discovered: [], since: new Date() };
    const discovered = [...run.discovered].map(([dependency, output]): Dependency => [
      dependency,
      this.#importerOf(id, output),
    ]);
    return { discovered, since: run.since };
  }

  /** The environments whose optimizers are at work, or else those whose optimizers were when the gate was closed last. */
  recent(): number[] {
    return [...(this.#runs.size > 0 ? this.#runs : this.#lastRuns).keys()];
  }

  #watch(optimizer: Optimizer, id: number): void {
    const seen = new WeakSet<object>();
    const register = optimizer.registerMissingImport.bind(optimizer);
    optimizer.registerMissingImport = (dependency, resolved) => {
      const info = register(dependency, resolved);
      const isNew = info.processing && !seen.has(info) && isDiscovered(optimizer, info);
      // The first run is caused by the first requests, so these must not wait for it.
      if (isNew && Object.keys(optimizer.metadata.optimized).length > 0) {
        seen.add(info);
        this.#begin(id, dependency, info);
      }
      return info;
    };
  }

  #begin(id: number, dependency: string, info: Info): void {
    const run = this.#runs.get(id) ?? { discovered: new Map(), since: new Date() };
    this.#runs.set(id, run);
    run.discovered.set(dependency, info.file);
    const busy = this.#busy.get(id) ?? new Set();
    this.#busy.set(id, busy);
    this.#adapter.disturb((gate, now) => gate.optimizeBegin(id, now));
    const done: Promise<void> = info.processing!.then(
      () =>
        // Vite sends the reload that a commit causes right after this promise resolves, before the event loop's next turn.
        new Promise((resolve) =>
          setImmediate(() => {
            busy.delete(done);
            this.#adapter.notify((gate, now) => gate.optimizeEnd(id, now));
            resolve();
          }),
        ),
    );
    busy.add(done);
  }

  #endRuns(): void {
    if (this.#runs.size === 0) return;
    this.#lastRuns.clear();
    for (const [id, run] of this.#runs) this.#lastRuns.set(id, run);
    this.#runs.clear();
  }

  /** The first module of the app that imports an output, by Vite's graph. */
  #importerOf(id: number, output: string): string | undefined {
    const { moduleGraph, config } = this.#environments.get(id)!;
    for (const module of moduleGraph.getModulesByFile(output) ?? []) {
      for (const { file } of module.importers) if (file) return relative(config.root, file);
    }
    return undefined;
  }
}

function isDiscovered(optimizer: Optimizer, info: Info): boolean {
  return info.id !== undefined && optimizer.metadata.discovered[info.id] === info;
}
