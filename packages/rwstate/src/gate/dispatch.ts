/**
 * The entrance of a server's middleware: sends a request through it again, as if it had just come, and holds all requests while a server
 * restarts.
 *
 * Connect's `next` cannot go back to the first handler. So `handle` notes what it was called with for each request: Connect calls it for
 * its own server, and Express for middleware that it mounts.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect } from "vite";

type Out = Parameters<Connect.Server["handle"]>[2];

/** What `handle` was called with for a request, and how far the request has come. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** `undefined` where a host has called the handlers without `handle`: then the request cannot be sent again. */
  readonly entrance: Entrance | undefined;
  readonly url: string | undefined;
  /** Calls what a host that has mounted the middleware has after it. */
  readonly out: Out;
  /** Whether it has reached a gate, so that Vite's own middleware no longer has it. */
  isPast: boolean;
  /** The gate that it reached last, and what that knows of it. */
  gate: object | undefined;
  known: object | undefined;
  /** When it reached that gate, by the gate's time. */
  since: number;
  /** Calls the handlers after that gate. */
  enter: (() => void) | undefined;
}

interface Entrance {
  middlewares: Connect.Server;
  /** The latest requests. All that have neither reached the gate nor begun to be answered are among them. */
  recent: Arrival[];
  /** How long `recent` may become before other requests are removed. */
  most: number;
  /** Called when a request has reached the gate. */
  onPast: (() => void) | undefined;
  /** While a server restarts: resolves when requests may enter again. */
  opens: Promise<void> | undefined;
}

/** A property of the request itself: a `WeakMap` would cost each request more than all the rest of the gate. */
const arrived = Symbol("rwstate:arrival");
type Arrived = IncomingMessage & { [arrived]?: Arrival };

/** How many requests a list holds before those that have ended are removed: few, as the garbage collector copies what is held. */
export const fewest = 8;

const entrances = new WeakMap<Connect.Server, Entrance>();

/** Wraps a server's `handle`, once, to note each request. */
export function watchEntrance(middlewares: Connect.Server): void {
  if (entrances.has(middlewares)) return;
  const entrance: Entrance = {
    middlewares,
    recent: [],
    most: fewest,
    onPast: undefined,
    opens: undefined,
  };
  entrances.set(middlewares, entrance);
  const { handle } = middlewares;
  middlewares.handle = function (this: Connect.Server, request: Arrived, response, out) {
    const arrival = (request[arrived] ??= arrive(request, response, entrance, out));
    if (entrance.opens) {
      void entrance.opens.then(
        () => response.destroyed || middlewares.handle(request, response, out),
      );
      return;
    }
    arrival.isPast = false;
    if (entrance.recent.push(arrival) > entrance.most) forgetPast(entrance);
    handle.call(this, request, response, out);
  };
}

/** The arrival of a request. One that did not come through a watched `handle` gets an arrival now. */
export function arrivalOf(request: Arrived, response: ServerResponse): Arrival {
  return (request[arrived] ??= arrive(request, response, undefined, () => {}));
}

function arrive(
  request: IncomingMessage,
  response: ServerResponse,
  entrance: Entrance | undefined,
  out: Out,
): Arrival {
  return {
    request,
    response,
    entrance,
    url: request.url,
    out,
    isPast: false,
    gate: undefined,
    known: undefined,
    since: 0,
    enter: undefined,
  };
}

/** Notes that a request has reached the gate: Vite's own middleware no longer has it. */
export function reachGate(arrival: Arrival): void {
  arrival.isPast = true;
  arrival.entrance?.onPast?.();
}

/** Whether the client has closed the connection of a response. With HTTP/2 only its stream knows. */
export function isGone(response: ServerResponse): boolean {
  const { stream } = response as { stream?: { destroyed: boolean } };
  return response.destroyed || stream?.destroyed === true;
}

function forgetPast(entrance: Entrance): void {
  entrance.recent = entrance.recent.filter(
    ({ isPast, response }) => !isPast && !response.headersSent && !isGone(response),
  );
  // Twice what is left, so that the many requests of a page that loads its modules are not checked with each new one.
  entrance.most = Math.max(fewest, 2 * entrance.recent.length);
}

/**
 * Holds requests at the entrance until `opens` resolves. Resolves when Vite's own middleware has none: it answers some of them with 504
 * while a server restarts, because its environments are closing.
 */
export async function closeEntrance(
  middlewares: Connect.Server,
  opens: Promise<void>,
): Promise<void> {
  const entrance = entrances.get(middlewares);
  if (!entrance) return;
  entrance.opens = opens.finally(() => (entrance.opens = undefined));
  let onPast!: () => void;
  const passed = new Promise<void>((resolve) => {
    onPast = () => {
      forgetPast(entrance);
      if (entrance.recent.length === 0) resolve();
    };
  });
  entrance.onPast = onPast;
  onPast();
  for (const { response } of entrance.recent) response.once("close", onPast);
  await Promise.race([passed, opens]);
  if (entrance.onPast === onPast) entrance.onPast = undefined;
}

/** Sends a request through the middleware again. */
export function dispatchAgain(request: Arrived, response: ServerResponse): void {
  const { url, entrance, out } = arrivalOf(request, response);
  if (!entrance) return;
  request.url = url;
  // Nitro marks requests that it has handled, and would not handle this one again.
  delete (request as { _nitroHandled?: true })._nitroHandled;
  entrance.middlewares.handle(request, response, out);
}
