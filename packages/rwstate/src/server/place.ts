/**
 * The place of a dev server among those of its process: its id, by which its state is found. A server has the id of one before it if
 * it takes that one's place, else one of its own. It takes the place
 *
 * - of one that Vite restarts: Vite makes it of the same `config.inlineConfig`, or of a copy where dependencies are to be optimized
 *   again, and Cloudflare's plugin puts a copy in the place of the first;
 * - of one of the same root and mode that was closed while its own watcher reported a change: so do frameworks that restart by
 *   `close()` and `createServer()`.
 *
 * What hangs on `globalThis` is for two copies of this package to agree.
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
  /** By `config.inlineConfig`, and by the config itself, which several plugins of this package may ask for. */
  ids: WeakMap<object, number>;
  next: number;
  /** The servers that are not closed, by their ids, the oldest first. */
  open: Map<number, object[]>;
  /** The place of the server that restarts, or whose watcher reports a change. */
  left: AsyncLocalStorage<Place>;
}

const key = Symbol.for("rwstate/places/v1");

export function serverId(config: ResolvedConfig): number {
  const { ids } = places();
  const id = ids.get(config) ?? newId(config);
  ids.set(config, id);
  ids.set(config.inlineConfig, id);
  return id;
}

/** Lets another server take the place of this one; the answer is whether the one whose place this one takes is not closed yet. */
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
      // Where it has come to nothing, what was made for it is not always closed.
      const now = open.get(id) ?? [];
      if (now.includes(server)) open.set(id, now.slice(0, now.indexOf(server) + 1));
    }
  };
  const own = place(false);
  const { watcher } = server;
  const emit: unknown = watcher.emit;
  if (typeof emit === "function") {
    watcher.emit = (...event: unknown[]) => left.run(own, () => emit.apply(watcher, event));
  }
  return () => older.some((one) => open.get(id)?.includes(one));
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

/** Calls back when all environments of a server are closed: Vite closes some servers by another way than `server.close`. */
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
