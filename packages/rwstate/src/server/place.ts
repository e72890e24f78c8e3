/**
 * Gives each dev server of a process an id, by which its state is found. A server that takes the place of another gets that one's id, so
 * that state outlives a restart. It takes the place of
 *
 * - a server that Vite restarts. Vite creates the new one from the same `config.inlineConfig`, or from a copy if it is to optimize the
 *   dependencies again; Cloudflare's plugin replaces it by a copy, too;
 * - a server with the same root and mode that was closed while its own watcher reported a change. Frameworks that restart by `close()` and
 *   `createServer()` do that.
 *
 * The table of servers is on `globalThis`, as a process may have two copies of this package.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ResolvedConfig, ViteDevServer } from "vite";
import { isFirst } from "./once.js";

interface Place {
  readonly id: number;
  readonly root: string;
  readonly mode: string;
  readonly inlineConfig: object;
  readonly isRestarting: boolean;
  isTaken: boolean;
}

interface Places {
  /** By `config.inlineConfig`, and by the config itself, so that several plugins of this package get the same id. */
  ids: WeakMap<object, number>;
  next: number;
  /** By id: the servers that are not closed, the oldest first. */
  open: Map<number, object[]>;
  /** In the context of a restart, or of a change that a watcher reports: the place of that server. */
  left: AsyncLocalStorage<Place>;
}

const key = Symbol.for("rwstate/places/v1");

/** The id of the server with a config. */
export function serverId(config: ResolvedConfig): number {
  const { ids } = places();
  const id = ids.get(config) ?? newId(config);
  ids.set(config, id);
  ids.set(config.inlineConfig, id);
  return id;
}

/** Lets another server take the place of this one. Returns a function that returns whether the server before this one is not closed yet. */
export function occupy(server: ViteDevServer, id: number): () => boolean {
  if (!isFirst(server, "place")) return () => false;
  const { open, left } = places();
  const older = open.get(id) ?? [];
  open.set(id, [...older, server]);
  const leave = () => {
    const others = (open.get(id) ?? []).filter((one) => one !== server);
    if (others.length > 0) open.set(id, others);
    else open.delete(id);
  };
  closed(server, leave);

  const { root, mode } = server.config;
  const place = (isRestarting: boolean): Place => {
    const { inlineConfig } = server.config;
    return { id, root, mode, inlineConfig, isRestarting, isTaken: false };
  };
  const restart = server.restart.bind(server);
  server.restart = async (...options) => {
    try {
      await left.run(place(true), () => restart(...options));
    } finally {
      // A server that was created for a restart which has failed is not always closed.
      const now = open.get(id) ?? [];
      if (now.includes(server)) open.set(id, now.slice(0, now.indexOf(server) + 1));
    }
  };
  const own = place(false);
  const { watcher } = server;
  const emit: unknown = watcher.emit;
  if (typeof emit === "function") {
    watcher.emit = (...event: unknown[]) =>
      isChange(event[0])
        ? left.run(own, () => emit.apply(watcher, event))
        : emit.apply(watcher, event);
  }
  return () => older.some((one) => open.get(id)?.includes(one));
}

/**
 * Whether a watcher's event is a change, after which a framework may replace its server. Until the first `run` of an `AsyncLocalStorage`
 * promises have no hooks in Node 20 and 22; with them a server's first response takes longer.
 */
function isChange(event: unknown): boolean {
  return event !== "raw" && event !== "ready";
}

function newId(config: ResolvedConfig): number {
  const all = places();
  const place = all.left.getStore();
  if (place && takes(config, place)) {
    place.isTaken = true;
    return place.id;
  }
  const known = all.ids.get(config.inlineConfig);
  return known === undefined || all.open.has(known) ? all.next++ : known;
}

function takes({ command, root, mode, inlineConfig }: ResolvedConfig, place: Place): boolean {
  const { id, isRestarting, isTaken } = place;
  if (isTaken || command !== "serve") return false;
  if (isRestarting && inlineConfig === place.inlineConfig) return true;
  const { forceOptimizeDeps } = inlineConfig as { forceOptimizeDeps?: boolean };
  const mayTake = isRestarting ? forceOptimizeDeps === true : !places().open.has(id);
  return mayTake && root === place.root && mode === place.mode;
}

/** Calls back when all environments of a server are closed. Vite does not call `server.close` for every server that it closes. */
function closed({ environments }: ViteDevServer, callback: () => void): void {
  const open = new Set(Object.values(environments));
  for (const environment of open) {
    const close = environment.close.bind(environment);
    environment.close = async () => {
      if (open.delete(environment) && open.size === 0) callback();
      await close();
    };
  }
}

function places(): Places {
  const holder = globalThis as { [key]?: Places };
  return (holder[key] ??= {
    ids: new WeakMap(),
    next: 1,
    open: new Map(),
    left: new AsyncLocalStorage(),
  });
}
