/**
 * From the watcher's word that a file changed to the last message that Vite sends for it.
 *
 * ```text
 * watchChange   the file is in a graph: the edit begins; Vite waits until requests in flight have ended
 * hotUpdate     crawl, then wait for the optimizer; for a new file the edit begins here, where Vite knows whom it concerns
 * hotUpdateEnvironments   Vite sends; then the edit ends
 * ```
 */
import type { HotUpdateOptions, ResolvedConfig } from "vite";
import type { Adapter } from "./adapter.js";
import type { Crawl } from "./crawl.js";
import type { Optimizers } from "./optimizers.js";

/** A file that changes, with its edit and the end of its crawl in each environment. */
interface Change {
  file: string;
  edits: Map<number, number>;
  crawls: Map<number, Promise<void>>;
}

export class Edits {
  #adapter!: Adapter;
  readonly #optimizers: Optimizers;
  readonly #crawls: (Crawl | undefined)[] = [];
  /** Changes whose edits have begun, the oldest first. */
  #changes: Change[] = [];
  /** Files whose `hotUpdate` hooks run. */
  readonly #updating: string[] = [];

  constructor(optimizers: Optimizers) {
    this.#optimizers = optimizers;
  }

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  watch(id: number, crawl: Crawl): void {
    this.#crawls[id] = crawl;
  }

  /** Vite knows that a file changed, and has not touched the graphs that have it yet. */
  async changed(ids: number[], file: string): Promise<void> {
    await Promise.all(ids.map((id) => this.#begin(id, file)));
  }

  /** The first environment's hooks for a file begin. Those of the others come one by one, but need not wait to crawl. */
  updating(file: string): void {
    this.#updating.push(file);
    const change = this.#change(file);
    if (!change) return;
    for (const id of change.edits.keys()) void this.#crawl(id, change);
  }

  /** An environment's hooks for a file begin or end; the modules concerned are known. */
  async update(id: number, { file, modules }: HotUpdateOptions): Promise<void> {
    if (modules.length > 0) await this.#begin(id, file);
    const change = this.#change(file);
    if (change?.edits.has(id)) await this.#crawl(id, change);
  }

  /** An environment's hooks for a new file end: plugins have said which modules it concerns. */
  async updated(id: number, options: HotUpdateOptions): Promise<void> {
    if (options.modules.length > 0 && !this.#change(options.file)?.edits.has(id)) {
      await this.update(id, options);
    }
  }

  /** Has Vite send what it has for a file, and ends the file's edits. */
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
        this.#end(this.#updating.shift());
      }
    };
  }

  /** Which edit ends is all the same while every file in progress ends one: the gate counts. */
  #end(file: string | undefined): void {
    const change = this.#change(file ?? "");
    if (!change) return;
    this.#changes = this.#changes.filter((other) => other !== change);
    for (const edit of change.edits.values()) this.#adapter.endEdit(edit);
  }

  #change(file: string): Change | undefined {
    return this.#changes.find((change) => change.file === file);
  }

  async #begin(id: number, file: string): Promise<void> {
    let change = this.#change(file);
    if (!change) {
      change = { file, edits: new Map(), crawls: new Map() };
      this.#changes.push(change);
    }
    if (change.edits.has(id)) return;
    const { edit, ready } = this.#adapter.beginEdit(id);
    change.edits.set(id, edit);
    await ready;
  }

  /** Crawls the file once for an environment, and waits for the optimizer. */
  #crawl(id: number, { file, crawls }: Change): Promise<void> {
    let crawl = crawls.get(id);
    if (!crawl) crawls.set(id, (crawl = this.#discover(id, file)));
    return crawl;
  }

  async #discover(id: number, file: string): Promise<void> {
    // While an edit is in progress the gate is closed; when it opens by a bound, nothing waits any longer.
    const opened = this.#adapter.opened();
    const found = this.#crawls[id]?.file(file).then(() => this.#optimizers.commit(id));
    await Promise.race([found, opened]);
  }
}
