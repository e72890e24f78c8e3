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
  entrance: Entrance;
  url: string | undefined;
  /** What comes after the server's own middleware, in a host that has mounted it. */
  out: Parameters<Connect.Server["handle"]>[2];
}

/** The entrance of one server's middleware. */
interface Entrance {
  /** Requests that have not reached the gate, with their responses: they are in Vite's own middleware, or answered. */
  passing: Map<IncomingMessage, ServerResponse>;
  /** Is told when there is none left. */
  onPassed: (() => void) | undefined;
  /** While a server restarts: when requests may enter again. */
  opens: Promise<void> | undefined;
}

/** On the request itself: a table beside it would cost an idle server more than all the rest. */
const arrived = Symbol("rwstate:arrival");
type Arrived = IncomingMessage & { [arrived]?: Arrival };

/** How many requests are looked through for those that are answered. */
const many = 64;

const entrances = new WeakMap<Connect.Server, Entrance>();

export function watchEntrance(middlewares: Connect.Server): void {
  if (entrances.has(middlewares)) return;
  const entrance: Entrance = { passing: new Map(), onPassed: undefined, opens: undefined };
  entrances.set(middlewares, entrance);
  const { handle } = middlewares;
  middlewares.handle = function (this: Connect.Server, request: Arrived, response, out) {
    request[arrived] ??= { middlewares, entrance, url: request.url, out };
    if (entrance.opens) {
      void entrance.opens.then(
        () => response.destroyed || middlewares.handle(request, response, out),
      );
      return;
    }
    entrance.passing.set(request, response);
    if (entrance.passing.size > many) forgetAnswered(entrance);
    handle.call(this, request, response, out);
  };
}

/** A request is in Vite's own middleware no longer. */
export function reachGate(request: Arrived): void {
  const entrance = request[arrived]?.entrance;
  if (entrance?.passing.delete(request) && entrance.passing.size === 0) entrance.onPassed?.();
}

function forgetAnswered({ passing }: Entrance): void {
  for (const [request, response] of passing) {
    if (response.writableEnded || response.destroyed) passing.delete(request);
  }
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
  forgetAnswered(entrance);
  if (entrance.passing.size === 0) return;
  for (const [request, response] of entrance.passing) {
    response.once("close", () => reachGate(request));
  }
  const passed = new Promise<void>((resolve) => (entrance.onPassed = resolve));
  await Promise.race([passed, opens]);
}

export function dispatchAgain(request: Arrived, response: ServerResponse): void {
  const arrival = request[arrived];
  if (!arrival) return;
  request.url = arrival.url;
  // Nitro marks what it has handled, and would pass it on.
  delete (request as { _nitroHandled?: true })._nitroHandled;
  arrival.middlewares.handle(request, response, arrival.out);
}
