/**
 * Turns what happens to a saved file in an environment that Vite bundles in dev into the beginning and the end of an edit. Vite runs no
 * `hotUpdate` hook for it: rolldown has a watcher of its own.
 *
 * ```text
 * watchChange of the client       Vite's watcher reports a file that is in the bundle: the edit begins
 * watchChange of the environment  rolldown's watcher reports it, and waits for the hook before it makes patches
 * bundled-dev-update              the patch of a runner, which applies it or asks for a full reload
 * full-reload                     once the chunks hold the edit
 * ```
 *
 * Requests in flight go on until the reload: one that imports lazily waits for rolldown, which must not wait for it.
 */
import { statSync } from "node:fs";
import type { DevEnvironment, HotPayload } from "vite";
import { engineOf } from "../server/bundled.js";
import type { Adapter } from "./adapter.js";

export class Bundle {
  readonly #adapter: Adapter;
  readonly #id: number;
  readonly #environment: DevEnvironment;
  #edit: number | undefined;
  /** The saved files that rolldown's watcher has not reported yet. */
  readonly #expected = new Set<string>();
  /** By file that rolldown's watcher has reported: when that was saved. */
  readonly #reported = new Map<string, number>();
  /** How many files rolldown's watcher has reported and rolldown has not read yet. */
  #unread = 0;
  /** The patches that runners have not evaluated yet. */
  readonly #patches = new Set<string>();
  #needsReload = false;
  #bound: NodeJS.Timeout | undefined;

  constructor(adapter: Adapter, id: number, environment: DevEnvironment) {
    this.#adapter = adapter;
    this.#id = id;
    this.#environment = environment;
    const { hot } = environment;
    const send = hot.send.bind(hot) as (...message: unknown[]) => void;
    hot.send = (...message: unknown[]) => {
      const payload = (message[0] ?? {}) as Partial<HotPayload> & { url?: string };
      // An older Vite does not know this type.
      if ((payload.type as string) === "bundled-dev-update") this.#patches.add(payload.url ?? "");
      send(...message);
      if (payload.type === "full-reload") this.#reloaded();
    };
    hot.on("vite:bundled-dev:reload-needed", () => {
      this.#needsReload = true;
    });
    hot.on("vite:bundled-dev:payload-delivered", ({ filename }: { filename: string }) => {
      // The runner applies the patch within this turn of the event loop.
      setImmediate(() => {
        if (this.#patches.delete(filename)) void this.#settle();
      });
    });
  }

  /** Vite's watcher reports a saved file. */
  saved(file: string): void {
    const modules = engineOf(this.#environment)?.moduleGraph?.getModuleIds?.();
    if (!modules?.some((id) => withoutQuery(id) === file)) return;
    if (this.#reported.get(file) === savedAt(file)) return;
    this.#expected.add(file);
    this.#begin();
    clearTimeout(this.#bound);
    this.#bound = setTimeout(() => void this.#rebuild(), reportBound);
    this.#bound.unref();
  }

  /** rolldown's watcher reports a saved file. Resolves when rolldown may read that. */
  async changed(file: string): Promise<void> {
    this.#unread++;
    this.#begin();
    await hasContent(file);
    this.#reported.set(file, savedAt(file));
    // rolldown goes on once the hook has ended.
    setImmediate(() => {
      this.#unread--;
      this.#expected.delete(file);
      void this.#settle();
    });
  }

  #begin(): void {
    this.#edit ??= this.#adapter.beginEdit(this.#id, "targeted").edit;
  }

  /** Has everything bundled again: rolldown's watcher misses what is saved while the first bundle is made. */
  async #rebuild(): Promise<void> {
    if (this.#expected.size === 0) return;
    this.#expected.clear();
    const engine = engineOf(this.#environment);
    try {
      engine?.triggerFullBuild?.();
      await engine?.ensureLatestBuildOutput();
      this.#environment.hot.send({ type: "full-reload", path: "*" });
    } catch {
      // Vite has shown the error.
      await this.#settle();
    }
  }

  /** Ends the edit where nothing is to come: no report, no patch and no reload. */
  async #settle(): Promise<void> {
    const engine = engineOf(this.#environment);
    // Concurrent calls share a promise, which may be one from before the change.
    for (let call = 0; call < 2; call++) await engine?.ensureCurrentBuildFinish().catch(() => {});
    if (this.#needsReload) {
      await engine?.ensureLatestBuildOutput().catch(() => {});
      const state = await engine?.getBundleState().catch(() => undefined);
      // Vite reloads when the error is repaired.
      if (!state || state.lastBuildErrored) this.#needsReload = false;
    }
    if (this.#patches.size === 0 && !this.#needsReload) this.#end();
  }

  #reloaded(): void {
    this.#needsReload = false;
    this.#patches.clear();
    this.#end();
  }

  #end(): void {
    if (this.#edit === undefined || this.#expected.size > 0 || this.#unread > 0) return;
    clearTimeout(this.#bound);
    this.#adapter.endEdit(this.#edit);
    this.#edit = undefined;
  }
}

/** How long rolldown's watcher may take to report what Vite's has reported, in milliseconds. */
const reportBound = 300;

/** How often a file that is empty is read again: editors truncate a file before they write it. */
const attempts = 10;

async function hasContent(file: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (statSync(file, { throwIfNoEntry: false })?.size !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** When a file was saved; 0 where it is removed. */
function savedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function withoutQuery(id: string): string {
  return id.replace(/[?#].*$/s, "").replaceAll("\\", "/");
}
