/**
 * The id of a dev server: the same after `server.restart()`, another for another `createServer`.
 *
 * Vite keeps `config.inlineConfig` as one object across restarts and makes a new one for each `createServer`; but
 * Cloudflare's plugin puts a copy in its place, so what is made during a restart inherits the id too. The table hangs on
 * `globalThis`, so that two copies of this package agree.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ViteDevServer } from "vite";

interface Servers {
  ids: WeakMap<object, number>;
  next: number;
  restarting: AsyncLocalStorage<number>;
}

const key = Symbol.for("rwstate/servers/v1");

export function serverId(inlineConfig: object): number {
  const { ids, restarting } = servers();
  let id = restarting.getStore() ?? ids.get(inlineConfig);
  if (id === undefined) id = servers().next++;
  ids.set(inlineConfig, id);
  return id;
}

/** Lets what a restart of this server creates inherit its id. */
export function bequeath(server: ViteDevServer, id: number): void {
  const restart = server.restart.bind(server);
  server.restart = (...options) => servers().restarting.run(id, () => restart(...options));
}

function servers(): Servers {
  const holder = globalThis as { [key]?: Servers };
  return (holder[key] ??= { ids: new WeakMap(), next: 1, restarting: new AsyncLocalStorage() });
}
