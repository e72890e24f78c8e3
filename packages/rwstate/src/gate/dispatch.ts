/**
 * Sends a request through a server's middleware once more, as if it had come anew.
 *
 * Connect's `next` goes one way only, so what a request came with is noted where it enters: in `handle`, which Connect
 * calls for its server and Express for what it mounts.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect } from "vite";

interface Arrival {
  middlewares: Connect.Server;
  url: string | undefined;
  /** What comes after the server's own middleware, in a host that has mounted it. */
  out: Parameters<Connect.Server["handle"]>[2];
}

const arrivals = new WeakMap<IncomingMessage, Arrival>();
const noted = new WeakSet<Connect.Server>();

export function noteArrivals(middlewares: Connect.Server): void {
  if (noted.has(middlewares)) return;
  noted.add(middlewares);
  const { handle } = middlewares;
  middlewares.handle = function (this: Connect.Server, request, response, out) {
    if (!arrivals.has(request)) arrivals.set(request, { middlewares, url: request.url, out });
    handle.call(this, request, response, out);
  };
}

export function dispatchAgain(request: IncomingMessage, response: ServerResponse): void {
  const arrival = arrivals.get(request);
  if (!arrival) return;
  request.url = arrival.url;
  arrival.middlewares.handle(request, response, arrival.out);
}
