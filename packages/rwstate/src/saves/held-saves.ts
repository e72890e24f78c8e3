/**
 * Keeps what the watcher of a server reports from Vite while saves are held, and reports it at once when they are flushed:
 *
 * ```text
 * hold    change a.ts   change b.ts   change a.ts   flush
 *                                                   change a.ts, change b.ts  ->  one update
 * ```
 */
import { relative } from "node:path";
import { normalizePath, type ViteDevServer } from "vite";
import type { HeldSave, HeldSaves as Recorded } from "../binding.js";
import { batchOf } from "../server/batch.js";
import { hmrOf } from "../server/hmr.js";
import type { Flushed, Hold, Saves } from "../server/saves.js";
import { failuresOf } from "./failures.js";

/** How long saves are held at most, in milliseconds: a holder may be forgotten. */
const longest = 240_000;

/**
 * How long the watcher reports nothing before a flush, in milliseconds: longer than Chokidar defers that a file is gone (`atomic`, 100 ms), as
 * an editor may write another in its place.
 */
const quietPeriod = 130;

/** How long Vite has to process the saves of a flush, in milliseconds: a hook of a plugin may never end. */
const processing = 10_000;

export class HeldSaves implements Saves {
  readonly #server: ViteDevServer;
  readonly #recorded: Recorded;
  readonly #log: (line: string) => void;
  readonly #holds = new Map<object, (flushed: Flushed | Promise<Flushed>) => void>();
  #bound: NodeJS.Timeout | undefined;
  #flushing: Promise<Flushed> | undefined;
  /** When the watcher has reported anything last. */
  #lastEvent = 0;
  #isReporting = false;
  #isRestarting = false;
  /** Called when Vite has processed a save. */
  #processed: (() => void) | undefined;
  /** Ends the wait for that. */
  #giveUp: (() => void) | undefined;

  constructor(server: ViteDevServer, recorded: Recorded, log: (line: string) => void) {
    this.#server = server;
    this.#recorded = recorded;
    this.#log = log;
    this.#watch();
    this.#notice();
    this.#noticeRestarts();
  }

  async hold(): Promise<Hold> {
    // A flush would end it.
    while (this.#flushing) await this.#flushing;
    const key = {};
    this.#bound ??= setTimeout(() => void this.flush(), longest).unref();
    const flushed = new Promise<Flushed>((resolve) => this.#holds.set(key, resolve));
    const release = () => {
      if (this.#holds.size > 1) this.#holds.delete(key);
      else if (this.#holds.has(key)) void this.flush();
    };
    return { flushed, release };
  }

  flush(): Promise<Flushed> {
    if (this.#holds.size === 0) return Promise.resolve(nothing());
    return (this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined)));
  }

  /** The server is closing. The next one reads the files as they are. */
  close(): void {
    this.#recorded.take();
    this.#end(nothing());
  }

  #end(flushed: Flushed | Promise<Flushed>): void {
    clearTimeout(this.#bound);
    this.#bound = undefined;
    for (const resolve of this.#holds.values()) resolve(flushed);
    this.#holds.clear();
  }

  async #flush(): Promise<Flushed> {
    await this.#quiet();
    const saves = this.#recorded.take();
    const flushed = this.#process(saves);
    this.#end(flushed);
    return flushed;
  }

  /** Resolves when the watcher has reported nothing for a moment: what was saved last may be on its way. */
  async #quiet(): Promise<void> {
    const { usePolling, interval = 100 } = this.#server.config.server.watch ?? {};
    const wanted = quietPeriod + (usePolling ? interval : 0);
    const since = performance.now();
    this.#lastEvent = since;
    while (performance.now() - this.#lastEvent < wanted && performance.now() - since < processing) {
      const left = this.#lastEvent + wanted - performance.now();
      await new Promise((resolve) => setTimeout(resolve, left));
      // Where the process was busy, the timer comes before events that are due.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #process(saves: HeldSave[]): Promise<Flushed> {
    const { environments, config } = this.#server;
    await batchOf(environments.client).run(() => this.#report(saves));
    const paths = saves.filter(isOfFile).map(({ path }) => normalizePath(path));
    if (paths.length > 0) this.#log(`${paths.length} held saves became one update`);
    // After a change of Vite's config another server compiles them.
    const compiling = this.#isRestarting ? [] : Object.values(environments);
    return {
      files: paths.map((path) => normalizePath(relative(config.root, path))),
      failures: await failuresOf(compiling, config.root, paths),
    };
  }

  /** Reports saves to Vite. Resolves when it has processed them. */
  async #report(saves: HeldSave[]): Promise<void> {
    const { watcher, config } = this.#server;
    let left = hmrOf(config) === "off" ? 0 : saves.filter(isOfFile).length;
    let bound: NodeJS.Timeout | undefined;
    const processed = new Promise<void>((resolve) => {
      this.#processed = () => void (--left <= 0 && resolve());
      this.#giveUp = resolve;
      if (left === 0) resolve();
      bound = setTimeout(resolve, processing).unref();
    });
    // The holds end after this.
    this.#isReporting = true;
    for (const { event, path } of saves) {
      watcher.emit(event, path);
      watcher.emit("all", event, path);
    }
    this.#isReporting = false;
    await processed;
    clearTimeout(bound);
    [this.#processed, this.#giveUp] = [undefined, undefined];
  }

  /** Records what the watcher reports during a hold. Chokidar reports each event twice, by its name and as `all`. */
  #watch(): void {
    const { watcher } = this.#server;
    const emit = watcher.emit as ((...event: unknown[]) => boolean) | undefined;
    // Without a watcher nothing is reported.
    if (typeof emit !== "function") return;
    watcher.emit = (...event: unknown[]) => {
      const [name, path] = event as [string, unknown];
      this.#lastEvent = performance.now();
      if (this.#holds.size === 0 || this.#isReporting) return emit.apply(watcher, event);
      if (name === "all") return true;
      const isHeld = typeof path === "string" && this.#recorded.record(name, path);
      return isHeld || emit.apply(watcher, event);
    };
  }

  /** Notices when Vite has run the hooks for a save and sent its messages: an option of the server lets a host order these. */
  #notice(): void {
    const options = this.#server.config.server;
    const given = options.hotUpdateEnvironments;
    options.hotUpdateEnvironments = async (server, hmr) => {
      try {
        if (given) return await given(server, hmr);
        await Promise.all(
          Object.values(server.environments).map((environment) => hmr(environment)),
        );
      } finally {
        this.#processed?.();
      }
    };
  }

  /** A save of Vite's config restarts the server, which closes all connections in the end. A flush has to be answered before. */
  #noticeRestarts(): void {
    const server = this.#server;
    const restart = server.restart.bind(server);
    server.restart = async (...options) => {
      this.#isRestarting = true;
      this.#giveUp?.();
      try {
        await restart(...options);
      } finally {
        this.#isRestarting = false;
      }
    };
  }
}

/** Whether a save is one that Vite processes: it does nothing for folders. */
function isOfFile({ event }: HeldSave): boolean {
  return event !== "addDir" && event !== "unlinkDir";
}

function nothing(): Flushed {
  return { files: [], failures: [] };
}
