/**
 * Turns the hooks that Vite runs for a saved file into the beginning and the end of an edit.
 *
 * ```text
 * watchChange              a graph has the file: the edit begins; Vite waits until requests in flight have ended
 * hotUpdate                the edit of a new file begins here, as Vite knows only now which environments it concerns
 * hotUpdateEnvironments    Vite sends its messages; then the edit ends
 * ```
 */
import type { HotUpdateOptions, ResolvedConfig } from "vite";
import type { Hmr } from "../server/hmr.js";
import type { Adapter, EditScope } from "./adapter.js";

/** A saved file, with its edit in each environment. */
interface Change {
  edits: Map<number, { edit: number; ready: Promise<void> }>;
  /** Whether Vite has begun to run its `hotUpdate` hooks. */
  isUpdating: boolean;
}

export class Edits {
  readonly #adapter: Adapter;
  readonly #isTargeted: (id: number) => boolean;
  /** By file. */
  readonly #changes = new Map<string, Change>();
  /** How many files are between their first `hotUpdate` hook and the last message for them. */
  #running = 0;

  /** `isTargeted` returns whether an edit in an environment replaces single modules, whatever these newly import. */
  constructor(adapter: Adapter, isTargeted: (id: number) => boolean) {
    this.#adapter = adapter;
    this.#isTargeted = isTargeted;
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
    setImmediate(() => this.#end(file, change));
  }

  /** Vite begins to run `hotUpdate` hooks for a file, one environment after the other. */
  updating(file: string): void {
    this.#running++;
    const change = this.#changes.get(file);
    if (change) change.isUpdating = true;
  }

  /**
   * Vite runs an environment's first or last `hotUpdate` hook for a file, with the modules that it knows to be concerned: for a new file,
   * plugins may add some between the two.
   */
  async update(id: number, { file, modules }: HotUpdateOptions): Promise<void> {
    if (modules.length > 0) await this.#begin(id, file);
    const change = this.#changes.get(file);
    if (change?.edits.has(id)) change.isUpdating = true;
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
      change = { edits: new Map(), isUpdating: false };
      this.#changes.set(file, change);
    }
    let begun = change.edits.get(id);
    if (!begun) {
      const scope: EditScope = this.#isTargeted(id) ? "targeted" : "whole";
      change.edits.set(id, (begun = this.#adapter.beginEdit(id, scope)));
    }
    return begun.ready;
  }
}
