/**
 * From the watcher's word that a file changed to the last message that Vite sends for it.
 *
 * ```text
 * watchChange   the file is in a graph: the edit begins; Vite waits until requests in flight have ended
 * hotUpdate     crawl, then wait for the optimizer; for a new file the edit begins here, where Vite knows whom it concerns
 * hotUpdateEnvironments   Vite sends; then the edit ends
 * ```
 */
import { stat } from "node:fs/promises";
import type { HotUpdateOptions, ResolvedConfig } from "vite";
import type { Hmr } from "../server/hmr.js";
import type { Adapter, EditScope } from "./adapter.js";
import type { Crawl } from "../discovery/crawl.js";
import type { Optimizers } from "./optimizers.js";

/** A file that changes, with its edit and the end of its crawl in each environment. */
interface Change {
  edits: Map<number, { edit: number; ready: Promise<void> }>;
  crawls: Map<number, Promise<void>>;
  /** Whether Vite has gone on with it: its hooks run, or have run. */
  isUpdating: boolean;
}

export class Edits {
  #adapter!: Adapter;
  readonly #optimizers: Optimizers;
  /** How to crawl for each environment, where its edits are not targeted: those find what is new by themselves. */
  readonly #crawls: (() => Crawl | undefined)[] = [];
  /** By their files. */
  readonly #changes = new Map<string, Change>();
  /** How many changes are between their first `hotUpdate` hook and the last message for them. */
  #running = 0;

  constructor(optimizers: Optimizers) {
    this.#optimizers = optimizers;
  }

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  watch(id: number, crawl: () => Crawl | undefined): void {
    this.#crawls[id] = crawl;
  }

  /**
   * Vite knows that a file changed, and has not touched the graphs that have it yet. Where `hmr` is off it runs no hook and sends
   * nothing afterwards: then this is all of the edit.
   */
  async changed(ids: number[], file: string, hmr: Hmr): Promise<void> {
    const begun = ids.map((id) => this.#begin(id, file));
    const change = this.#changes.get(file);
    await Promise.all(begun);
    if (hmr === "on" || !change) return;
    await Promise.all(ids.map((id) => this.#crawl(id, file, change)));
    setImmediate(() => this.#end(file, change));
  }

  /** The first environment's hooks for a file begin. Those of the others come one by one, but need not wait to crawl. */
  updating(file: string): void {
    this.#running++;
    const change = this.#changes.get(file);
    if (!change) return;
    change.isUpdating = true;
    for (const id of change.edits.keys()) void this.#crawl(id, file, change);
  }

  /** An environment's hooks for a file begin or end; the modules concerned are known. */
  async update(id: number, { file, modules }: HotUpdateOptions): Promise<void> {
    if (modules.length > 0) await this.#begin(id, file);
    const change = this.#changes.get(file);
    if (!change?.edits.has(id)) return;
    change.isUpdating = true;
    await this.#crawl(id, file, change);
  }

  /** An environment's hooks for a new file end: plugins have said which modules it concerns. */
  async updated(id: number, options: HotUpdateOptions): Promise<void> {
    if (options.modules.length > 0 && !this.#changes.get(options.file)?.edits.has(id)) {
      await this.update(id, options);
    }
  }

  /** Has Vite send what it has for a file, and ends edits. */
  endAfter(config: ResolvedConfig): void {
    const options = config.server as {
      hotUpdateEnvironments?: (typeof config.server)["hotUpdateEnvironments"];
    };
    const given = options.hotUpdateEnvironments;
    options.hotUpdateEnvironments = async (server, hmr) => {
      try {
        if (given) await given(server, hmr);
        else await Promise.all(Object.values(server.environments).map((one) => hmr(one)));
      } finally {
        this.#sent();
      }
    };
  }

  /**
   * Vite has sent all for one file; it does not say for which. So edits end when none is between its hooks and its messages
   * any more. Those of one environment go out together in any case.
   */
  #sent(): void {
    this.#running = Math.max(0, this.#running - 1);
    if (this.#running > 0) return;
    for (const [file, change] of this.#changes) {
      if (change.isUpdating) this.#end(file, change);
    }
  }

  #end(file: string, change: Change): void {
    this.#changes.delete(file);
    for (const { edit } of change.edits.values()) this.#adapter.endEdit(edit);
  }

  /** Resolves when Vite may go on with the change of a file, which begins where it has not. */
  #begin(id: number, file: string): Promise<void> {
    let change = this.#changes.get(file);
    if (!change) {
      change = { edits: new Map(), crawls: new Map(), isUpdating: false };
      this.#changes.set(file, change);
    }
    let begun = change.edits.get(id);
    if (!begun) {
      const scope: EditScope = this.#crawls[id]?.() ? "whole" : "targeted";
      change.edits.set(id, (begun = this.#adapter.beginEdit(id, scope)));
    }
    return begun.ready;
  }

  /** Crawls the file once for an environment, and waits for the optimizer. */
  #crawl(id: number, file: string, { crawls }: Change): Promise<void> {
    let crawl = crawls.get(id);
    if (!crawl) crawls.set(id, (crawl = this.#discover(id, file)));
    return crawl;
  }

  async #discover(id: number, file: string): Promise<void> {
    const crawler = this.#crawls[id]?.();
    if (!crawler) return;
    // While an edit is in progress the gate is closed; when it opens by a bound, nothing waits any longer.
    const opened = this.#adapter.opened();
    const found = written(file).then(() => crawler.file(file));
    await Promise.race([found.then(() => this.#optimizers.commit(id)), opened]);
  }
}

/**
 * Resolves when a file is no longer empty. To save one is to truncate and then to write it, and the watcher tells of the first, as
 * Vite knows too where it reads a changed file. One that is to be empty costs so many milliseconds.
 */
async function written(file: string): Promise<void> {
  for (let waits = 0; waits < 10; waits++) {
    const { size } = await stat(file).catch(() => ({ size: undefined }));
    if (size !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
