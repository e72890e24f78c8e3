/**
 * Turns the hooks that Vite runs for a saved file into the beginning and the end of an edit.
 *
 * ```text
 * watchChange              a graph has the file: the edit begins; Vite waits until requests in flight have ended
 * hotUpdate                the file is crawled, and the optimizer commits; the edit of a new file begins here, as Vite knows only
 *                          now which environments it concerns
 * hotUpdateEnvironments    Vite sends its messages; then the edit ends
 * ```
 */
import { stat } from "node:fs/promises";
import type { HotUpdateOptions, ResolvedConfig } from "vite";
import type { Crawl } from "../discovery/crawl.js";
import type { Hmr } from "../server/hmr.js";
import type { Adapter, EditScope } from "./adapter.js";
import type { Optimizers } from "./optimizers.js";

/** A saved file, with its edit and its crawl in each environment. */
interface Change {
  edits: Map<number, { edit: number; ready: Promise<void> }>;
  crawls: Map<number, Promise<void>>;
  /** Whether Vite has begun to run its `hotUpdate` hooks. */
  isUpdating: boolean;
}

export class Edits {
  readonly #adapter: Adapter;
  readonly #optimizers: Pick<Optimizers, "commit">;
  readonly #crawlOf: (id: number) => Pick<Crawl, "file"> | undefined;
  /** By file. */
  readonly #changes = new Map<string, Change>();
  /** How many files are between their first `hotUpdate` hook and the last message for them. */
  #running = 0;

  /** `crawlOf` returns the crawl of an environment; `undefined` where its edits are targeted, which need none. */
  constructor(
    adapter: Adapter,
    optimizers: Pick<Optimizers, "commit">,
    crawlOf: (id: number) => Pick<Crawl, "file"> | undefined,
  ) {
    this.#adapter = adapter;
    this.#optimizers = optimizers;
    this.#crawlOf = crawlOf;
  }

  /**
   * A file was saved, and Vite has not invalidated its modules yet. Where `hmr` is off Vite runs no hook and sends nothing after this,
   * so the whole edit happens here.
   */
  async changed(ids: number[], file: string, hmr: Hmr): Promise<void> {
    const begun = ids.map((id) => this.#begin(id, file));
    const change = this.#changes.get(file);
    await Promise.all(begun);
    if (hmr === "on" || !change) return;
    await Promise.all(ids.map((id) => this.#crawl(id, file, change)));
    setImmediate(() => this.#end(file, change));
  }

  /** Vite begins to run `hotUpdate` hooks for a file, one environment after the other. All of them can be crawled from now on. */
  updating(file: string): void {
    this.#running++;
    const change = this.#changes.get(file);
    if (!change) return;
    change.isUpdating = true;
    for (const id of change.edits.keys()) void this.#crawl(id, file, change);
  }

  /** Vite runs an environment's first or last `hotUpdate` hook for a file, with the modules that it knows to be concerned. */
  async update(id: number, { file, modules }: HotUpdateOptions): Promise<void> {
    if (modules.length > 0) await this.#begin(id, file);
    const change = this.#changes.get(file);
    if (!change?.edits.has(id)) return;
    change.isUpdating = true;
    await this.#crawl(id, file, change);
  }

  /** Vite runs an environment's last `hotUpdate` hook. For a new file, plugins may have added modules that it concerns. */
  async updated(id: number, options: HotUpdateOptions): Promise<void> {
    if (options.modules.length > 0 && !this.#changes.get(options.file)?.edits.has(id)) {
      await this.update(id, options);
    }
  }

  /** Wraps the function that sends a file's updates to all environments, to end edits after it. */
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
   * Vite has sent all messages for one file, but does not say for which. So edits end when no file is between its hooks and its messages
   * any more. The gate forwards the messages of one environment together in any case.
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

  /** Begins the edit of a file where it has not begun. Resolves when Vite may go on with it. */
  #begin(id: number, file: string): Promise<void> {
    let change = this.#changes.get(file);
    if (!change) {
      change = { edits: new Map(), crawls: new Map(), isUpdating: false };
      this.#changes.set(file, change);
    }
    let begun = change.edits.get(id);
    if (!begun) {
      const scope: EditScope = this.#crawlOf(id) ? "whole" : "targeted";
      change.edits.set(id, (begun = this.#adapter.beginEdit(id, scope)));
    }
    return begun.ready;
  }

  /** Crawls the file once for an environment, and waits for the optimizer. */
  #crawl(id: number, file: string, { crawls }: Change): Promise<void> {
    let crawled = crawls.get(id);
    if (!crawled) crawls.set(id, (crawled = this.#discover(id, file)));
    return crawled;
  }

  async #discover(id: number, file: string): Promise<void> {
    const crawl = this.#crawlOf(id);
    if (!crawl) return;
    // The gate is closed while an edit is in progress. Where a time limit opens it, Vite is not to wait any longer.
    const opened = this.#adapter.opened();
    const crawled = written(file).then(() => crawl.file(file));
    await Promise.race([crawled.then(() => this.#optimizers.commit(id)), opened]);
  }
}

/**
 * Resolves when a file is no longer empty, after 100 ms at most. An editor truncates a file before it writes it, and the watcher reports
 * the first of the two. Vite waits in the same way before it reads a changed file.
 */
async function written(file: string): Promise<void> {
  for (let waits = 0; waits < 10; waits++) {
    const { size } = await stat(file).catch(() => ({ size: undefined }));
    if (size !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
