/** Sees each dependency that an optimizer discovers, from the discovery to the commit. */
import { relative } from "node:path";
import type { DevEnvironment } from "vite";
import type { Dependency } from "../binding.js";
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
      // A first run begins with the first requests, so none may wait for it.
      if (isNew && Object.keys(optimizer.metadata.optimized).length > 0) {
        seen.add(info);
        this.#begin(id, dependency, info);
      }
      return info;
    };
  }

  /** Notes who imports what the crawl is about to find. */
  nameImporter(id: number, dependency: string, importer: string): void {
    const found = this.#runs.get(id)?.found.get(dependency);
    if (found) found.importer ??= importer;
  }

  /**
   * Has an environment's optimizer run at once for what it discovered so far, and resolves when that is committed. Vite
   * would wait for 100 ms, lest more be discovered; after a crawl, there is no more. What is being appended may yet turn out to be
   * Vite's to bundle.
   */
  async commit(id: number): Promise<void> {
    const optimizer = this.#environments[id]?.depsOptimizer;
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
   * What an environment's optimizer discovered while the gate was closed the last time, or is discovering now. Nothing, where
   * that is its first run.
   */
  discoveries(id: number): { found: Dependency[]; since: Date } {
    const run = this.#runs.get(id) ?? this.#last.get(id);
    if (!run) return { found: [], since: new Date() };
    const found = [...run.found].map(([dependency, { file, importer }]): Dependency => [
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
    const run = this.#runs.get(id) ?? { found: new Map(), since: new Date() };
    this.#runs.set(id, run);
    run.found.set(dependency, { file: info.file, importer: undefined });
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
