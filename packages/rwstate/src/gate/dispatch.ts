/**
 * Where requests enter a server's middleware: sends one through once more, as if it came anew, and holds all while a server
 * restarts.
 *
 * Connect's `next` goes one way only, so what a request came with is noted in `handle`, which Connect calls for its server and
 * Express for what it mounts.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect } from "vite";

type Out = Parameters<Connect.Server["handle"]>[2];

/** What a request came with, and how far it has come. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Nothing, where a host let it in by a way of its own: then it cannot be sent again. */
  readonly entrance: Entrance | undefined;
  readonly url: string | undefined;
  /** What comes after the server's own middleware, in a host that has mounted it. */
  readonly out: Out;
  /** Whether it has reached a gate: it is in Vite's own middleware no longer. */
  isPast: boolean;
  /** What the gate that it reached last knows of it. */
  gate: object | undefined;
  entry: object | undefined;
  /** When it reached that, by the gate's time. */
  since: number;
  /** Lets it in. */
  enter: (() => void) | undefined;
}

/** The entrance of one server's middleware. */
interface Entrance {
  middlewares: Connect.Server;
  /** Those that came last, among them all that have neither reached the gate nor begun to be answered. */
  recent: Arrival[];
  /** How many there may be before the others are forgotten. */
  many: number;
  /** Is told when a request has reached the gate. */
  onPast: (() => void) | undefined;
  /** While a server restarts: when requests may enter again. */
  opens: Promise<void> | undefined;
}

/** On the request itself: a table beside it would cost an idle server more than all the rest. */
const arrived = Symbol("rwstate:arrival");
type Arrived = IncomingMessage & { [arrived]?: Arrival };

/** How many requests are kept before those to forget are looked for: few, as the garbage collector copies what is kept. */
export const few = 8;

const entrances = new WeakMap<Connect.Server, Entrance>();

export function watchEntrance(middlewares: Connect.Server): void {
  if (entrances.has(middlewares)) return;
  const entrance: Entrance = {
    middlewares,
    recent: [],
    many: few,
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
    if (entrance.recent.push(arrival) > entrance.many) forgetPast(entrance);
    handle.call(this, request, response, out);
  };
}

/** The arrival of a request, which may have come by a way that nobody watches. */
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
    entry: undefined,
    since: 0,
    enter: undefined,
  };
}

/** A request is in Vite's own middleware no longer. */
export function reachGate(arrival: Arrival): void {
  arrival.isPast = true;
  arrival.entrance?.onPast?.();
}

/** Whether nobody is there any longer to answer. Of HTTP/2 only the stream says so. */
export function isGone(response: ServerResponse): boolean {
  const { stream } = response as { stream?: { destroyed: boolean } };
  return response.destroyed || stream?.destroyed === true;
}

function forgetPast(entrance: Entrance): void {
  entrance.recent = entrance.recent.filter(
    ({ isPast, response }) => !isPast && !response.headersSent && !isGone(response),
  );
  // Those of a page that loads its modules are not looked through with each of them.
  entrance.many = Math.max(few, 2 * entrance.recent.length);
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

export function dispatchAgain(request: Arrived, response: ServerResponse): void {
  const { url, entrance, out } = arrivalOf(request, response);
  if (!entrance) return;
  request.url = url;
  // Nitro marks what it has handled, and would pass it on.
  delete (request as { _nitroHandled?: true })._nitroHandled;
  entrance.middlewares.handle(request, response, out);
}
