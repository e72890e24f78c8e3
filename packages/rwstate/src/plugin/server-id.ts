/**
 * The id of a dev server: the same after `server.restart()`, another for another `createServer`.
 *
 * Vite keeps `config.inlineConfig` as one object across restarts and makes a new one for each `createServer`. The table
 * hangs on `globalThis`, so that two copies of this package agree.
 */
interface Servers {
  ids: WeakMap<object, number>;
  next: number;
}

const key = Symbol.for("rwstate/servers/v1");

export function serverId(inlineConfig: object): number {
  const holder = globalThis as { [key]?: Servers };
  const servers = (holder[key] ??= { ids: new WeakMap(), next: 1 });
  let id = servers.ids.get(inlineConfig);
  if (id === undefined) servers.ids.set(inlineConfig, (id = servers.next++));
  return id;
}
