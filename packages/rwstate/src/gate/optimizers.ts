/** Sees each dependency that an optimizer discovers, from the discovery to the commit. */
import { relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Discovery } from "../binding.js";
import type { Adapter } from "./adapter.js";

/** What an environment's optimizer has discovered since the gate closed. */
interface Run {
  found: Map<string, { file: string; importer: string | undefined }>;
  since: Date;
}

type Info = ReturnType<NonNullable<DevEnvironment["depsOptimizer"]>["registerMissingImport"]>;

export class Optimizers {
  #adapter!: Adapter;
  readonly #environments: DevEnvironment[] = [];
  readonly #runs = new Map<number, Run>();
  readonly #last = new Map<number, Run>();
  readonly #busy = new Map<number, Set<Promise<void>>>();

  /** What walks through sources have named. */
  readonly #named = new Map<number, Set<string>>();
  /** Is told when a dependency is discovered: the optimizer is about to run. */
  onDiscovery: (id: number) => void = () => {};
  /** Is told of a discovered dependency once it is committed. */
  onDiscovered: (id: number, dependency: string) => void = () => {};
  /** Those whose first run is not begun: it begins with the first request, so no request may wait for it. */
  readonly #cold = new Set<number>();
  /** What those without a cache know before their first run. */
  readonly #empty = new Map<number, object>();

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  /** Wraps `registerMissingImport`. */
  watch(environment: DevEnvironment, id: number): void {
    const optimizer = environment.depsOptimizer;
    if (!optimizer) return;
    this.#environments[id] = environment;
    const seen = new WeakSet<object>();
    const register = optimizer.registerMissingImport.bind(optimizer);
    optimizer.registerMissingImport = (dependency, resolved) => {
      const info = register(dependency, resolved);
      const isNew = info.processing && !seen.has(info) && isDiscovered(optimizer, info);
      if (isNew) {
        void info.processing!.then(() => this.onDiscovered(id, dependency));
        this.onDiscovery(id);
      }
      if (isNew && !this.#cold.has(id)) {
        seen.add(info);
        this.#begin(id, dependency, info);
      }
      return info;
    };
  }

  /** An environment listens, and nothing was asked of it: without a cache its optimizer is scanning by itself. */
  begin(id: number): void {
    const optimizer = this.#environments[id]?.depsOptimizer;
    if (!optimizer?.scanProcessing) return;
    this.#cold.add(id);
    this.#empty.set(id, optimizer.metadata);
  }

  /** Whether an environment's dependencies are there, from a cache or by a first run. */
  hasRun(id: number): boolean {
    return this.#environments[id]?.depsOptimizer?.metadata !== this.#empty.get(id);
  }

  /** Resolves when what an environment has discovered by now is there. */
  async settled(id: number): Promise<void> {
    const discovered = this.#environments[id]?.depsOptimizer?.metadata.discovered ?? {};
    await Promise.all(Object.values(discovered).map(({ processing }) => processing));
  }

  /** Forgets that dependencies were discovered which nobody asked for and nobody gets. */
  forget(id: number, dependencies: string[]): void {
    for (const dependency of dependencies) this.#runs.get(id)?.found.delete(dependency);
  }

  /** From now on requests are let in. */
  begun(id: number): void {
    this.#cold.delete(id);
  }

  /** Notes who imports what the crawl is about to find. */
  nameImporter(id: number, dependency: string, importer: string | undefined): void {
    const named = this.#named.get(id) ?? new Set();
    this.#named.set(id, named.add(dependency));
    const found = this.#runs.get(id)?.found.get(dependency);
    if (found) found.importer ??= importer;
  }

  /** Whether a walk through sources has named a dependency. */
  isNamed(id: number, dependency: string): boolean {
    return this.#named.get(id)?.has(dependency) ?? false;
  }

  /**
   * Has an environment's optimizer run at once for what it discovered so far, and resolves when that is committed. Vite
   * would wait for 100 ms, lest more be discovered; after a crawl, there is no more.
   */
  async commit(id: number): Promise<void> {
    if (this.#busy.get(id)?.size) this.#environments[id]!.depsOptimizer?.run?.();
    for (let busy = this.#busy.get(id); busy && busy.size > 0; busy = this.#busy.get(id)) {
      await Promise.all(busy);
    }
  }

  /**
   * What an environment's optimizer discovered while the gate was closed the last time, or is discovering now. Nothing, where
   * that is its first run.
   */
  discoveries(id: number): { found: Discovery[]; since: Date } {
    const run = this.#runs.get(id) ?? this.#last.get(id);
    if (!run) return { found: [], since: new Date() };
    const found = [...run.found].map(([dependency, { file, importer }]): Discovery => [
      dependency,
      importer ?? this.#importer(id, file),
    ]);
    return { found, since: run.since };
  }

  /** The environments whose optimizers are at work, or were in the last period. */
  recent(): number[] {
    return [...(this.#runs.size > 0 ? this.#runs : this.#last).keys()];
  }

  /** The gate has opened. */
  opened(): void {
    if (this.#runs.size === 0) return;
    this.#last.clear();
    for (const [id, run] of this.#runs) this.#last.set(id, run);
    this.#runs.clear();
  }

  #begin(id: number, dependency: string, info: Info): void {
    // What a cold server finds in its first run is no news.
    const { optimized } = this.#environments[id]!.depsOptimizer!.metadata;
    if (Object.keys(optimized).length > 0) {
      const run = this.#runs.get(id) ?? { found: new Map(), since: new Date() };
      this.#runs.set(id, run);
      run.found.set(dependency, { file: info.file, importer: undefined });
    }
    const busy = this.#busy.get(id) ?? new Set();
    this.#busy.set(id, busy);
    this.#adapter.disturb((gate, now) => gate.optimizeBegin(id, now));
    const done: Promise<void> = info.processing!.then(
      () =>
        // Vite sends the reload that a commit causes right after this promise, before the loop's next turn.
        new Promise((resolve) =>
          setImmediate(() => {
            busy.delete(done);
            this.#adapter.tell((gate, now) => gate.optimizeEnd(id, now));
            resolve();
          }),
        ),
    );
    busy.add(done);
  }

  /** The first module of the app that imports an optimized file, by the graph. */
  #importer(id: number, file: string): string | undefined {
    const { moduleGraph, config } = this.#environments[id]!;
    for (const module of moduleGraph.getModulesByFile(file) ?? []) {
      for (const { file } of module.importers) if (file) return relative(config.root, file);
    }
    return undefined;
  }
}

function isDiscovered(
  optimizer: NonNullable<DevEnvironment["depsOptimizer"]>,
  info: Info,
): boolean {
  return info.id !== undefined && optimizer.metadata.discovered[info.id] === info;
}
