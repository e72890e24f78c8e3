/**
 * Where requests enter a server's middleware: sends one through once more, as if it came anew, and holds all while a server
 * restarts.
 *
 * Connect's `next` goes one way only, so what a request came with is noted in `handle`, which Connect calls for its server and
 * Express for what it mounts.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect } from "vite";

interface Arrival {
  middlewares: Connect.Server;
  url: string | undefined;
  /** What comes after the server's own middleware, in a host that has mounted it. */
  out: Parameters<Connect.Server["handle"]>[2];
}

/** The entrance of one server's middleware. */
interface Entrance {
  /** Requests that are in Vite's own middleware: they have neither reached the gate nor been answered. */
  passing: Set<IncomingMessage>;
  /** Is told when there is none left. */
  onPassed: (() => void) | undefined;
  /** While a server restarts: when requests may enter again. */
  opens: Promise<void> | undefined;
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();
const entrances = new WeakMap<Connect.Server, Entrance>();

export function watchEntrance(middlewares: Connect.Server): void {
  if (entrances.has(middlewares)) return;
  const entrance: Entrance = { passing: new Set(), onPassed: undefined, opens: undefined };
  entrances.set(middlewares, entrance);
  const { handle } = middlewares;
  middlewares.handle = function (this: Connect.Server, request, response, out) {
    if (!arrivals.has(request)) {
      arrivals.set(request, { middlewares, url: request.url, out });
      response.once("close", () => reachGate(request));
    }
    const enter = () => {
      entrance.passing.add(request);
      handle.call(this, request, response, out);
    };
    if (entrance.opens) void entrance.opens.then(() => response.destroyed || enter());
    else enter();
  };
}

/** A request is in Vite's own middleware no longer. */
export function reachGate(request: IncomingMessage): void {
  const entrance = entrances.get(arrivals.get(request)?.middlewares as Connect.Server);
  if (!entrance?.passing.delete(request) || entrance.passing.size > 0) return;
  entrance.onPassed?.();
}

/**
 * Has requests wait at the entrance, and resolves when none is in Vite's own middleware: while a server restarts inside of a
 * host's, that answers some of them with 504, as its environments are closing.
 */
export async function closeEntrance(
  middlewares: Connect.Server,
  opens: Promise<void>,
): Promise<void> {
  const entrance = entrances.get(middlewares);
  if (!entrance) return;
  entrance.opens = opens.finally(() => (entrance.opens = undefined));
  if (entrance.passing.size === 0) return;
  const passed = new Promise<void>((resolve) => (entrance.onPassed = resolve));
  await Promise.race([passed, opens]);
}

export function dispatchAgain(request: IncomingMessage, response: ServerResponse): void {
  const arrival = arrivals.get(request);
  if (!arrival) return;
  request.url = arrival.url;
  arrival.middlewares.handle(request, response, arrival.out);
}
