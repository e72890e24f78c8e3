/**
 * The gate's middleware: holds requests, sees how they end, and sends one that has failed through the middleware again.
 *
 * While the gate is open the core is not notified of requests, as it would only admit each of them. It learns of those in flight when
 * the first event disturbs them, and their responses are watched from then on.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Binding } from "../binding.js";
import { now, type Adapter } from "./adapter.js";
import { arrivalOf, dispatchAgain, fewest, isGone, reachGate, type Arrival } from "./dispatch.js";
import { WatchedResponse } from "./response.js";

type Next = (error?: unknown) => void;

/** A request that the core knows. */
interface Known {
  readonly id: number;
  readonly arrival: Arrival;
  isHeld: boolean;
  /** Passes on its failure, once it has failed. */
  settle: (() => void) | undefined;
  watched: WatchedResponse | undefined;
}

export class Requests {
  readonly #adapter: Adapter;
  readonly #end: Binding["End"];
  readonly #known = new Map<number, Known>();
  /** The latest requests that the core does not know. All of these that have not ended are among them. */
  #recent: Arrival[] = [];
  /** How long `#recent` may become before requests that have ended are removed. */
  #most = fewest;
  #next = 0;

  constructor(adapter: Adapter, end: Binding["End"]) {
    this.#adapter = adapter;
    this.#end = end;
    adapter.on("disturb", () => this.#disturb());
    adapter.on("admit", (id) => this.#admit(id));
    adapter.on("replay", (id) => this.#replay(id));
    adapter.on("settle", (id) => this.#known.get(id)?.settle?.());
    adapter.on("fail", () => this.#release());
  }

  /** Holds a request until the gate admits it. One that was admitted before passes. */
  readonly layer = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const arrival = arrivalOf(request, response);
    reachGate(arrival);
    if (arrival.gate === this || response.writableEnded) return next();
    arrival.gate = this;
    arrival.known = undefined;
    arrival.enter = next;
    arrival.since = now();
    if (!this.#adapter.isQuiet) return void this.#arrive(arrival, true);
    // No listener for the response's end: it would cost a request of a quiet server more than all the rest of the gate.
    if (this.#recent.push(arrival) > this.#most) this.#forgetEnded();
    next();
  };

  /** Gets an error that the app's handlers have passed on, before Vite's own handler does. */
  readonly errorLayer = (
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
  ): void => {
    const known = this.#find(arrivalOf(request, response));
    if (!known) return next(error);
    if (known.isHeld || known.watched?.isDeferred || response.headersSent) return next(error);
    known.settle = () => next(error);
    this.#failed(known);
  };

  /** A request in words, for a message. */
  name(id: number): string {
    const request = this.#known.get(id)?.arrival.request;
    return request ? `${request.method} ${request.url}` : "a request";
  }

  /** Removes the requests that are held, and returns them, for the server that takes over. */
  handOver(): [IncomingMessage, ServerResponse][] {
    const held = [...this.#known.values()].filter(({ isHeld }) => isHeld);
    for (const { id, watched } of held) {
      this.#known.delete(id);
      watched?.reset();
    }
    return held.map(({ arrival: { request, response } }) => [request, response]);
  }

  #admit(id: number): void {
    const known = this.#known.get(id);
    if (!known?.isHeld) return;
    known.isHeld = false;
    // A time limit may admit a request while the gate is closed. If that request fails, it can be replayed.
    if (this.#adapter.mayReplay(id)) known.watched = this.#watch(known);
    known.arrival.enter?.();
  }

  /** Notifies the core of all requests in flight, and watches their responses. */
  #disturb(): void {
    this.#forgetEnded();
    for (const arrival of this.#recent.splice(0)) this.#arrive(arrival, false);
    for (const known of this.#known.values()) {
      if (known.isHeld || known.watched) continue;
      const { response } = known.arrival;
      if (!response.headersSent) known.watched = this.#watch(known);
      else if (isEndless(response.getHeader("content-type"))) this.#stream(known.id);
    }
  }

  #replay(id: number): void {
    const known = this.#known.get(id);
    if (!known) return;
    known.isHeld = false;
    known.watched?.reset();
    known.watched = this.#watch(known);
    dispatchAgain(known.arrival.request, known.arrival.response);
  }

  /** Lets all requests pass, as if there were no gate. */
  #release(): void {
    for (const known of [...this.#known.values()].filter(({ isHeld }) => isHeld)) {
      known.isHeld = false;
      if (known.watched) known.settle?.();
      else known.arrival.enter?.();
    }
  }

  #find({ gate, known }: Arrival): Known | undefined {
    return gate === this ? this.#known.get((known as Known | undefined)?.id ?? -1) : undefined;
  }

  #forgetEnded(): void {
    this.#recent = this.#recent.filter(
      ({ response }) => !response.writableFinished && !isGone(response),
    );
    // Twice what is left, so that requests which do not end, such as streams, are not checked with each new one.
    this.#most = Math.max(fewest, 2 * this.#recent.length);
  }

  #watch(known: Known): WatchedResponse {
    return new WatchedResponse(known.arrival.response, {
      begins: (status, contentType) => {
        if (isEndless(contentType)) this.#stream(known.id);
        return status >= 500 && this.#adapter.mayReplay(known.id);
      },
      deferred: () => {
        known.settle = () => known.watched?.pass();
        this.#failed(known);
      },
    });
  }

  /** Notifies the core of a request that waits (`isHeld`), or that has reached the app already. */
  #arrive(arrival: Arrival, isHeld: boolean): void {
    const id = this.#next++;
    const known: Known = { id, arrival, isHeld, settle: undefined, watched: undefined };
    // If it has reached another server's gate since, `arrival.known` is that one's.
    if (arrival.gate === this) arrival.known = known;
    this.#known.set(id, known);
    arrival.response.on("close", () => this.#closed(known));
    this.#adapter.notify((gate, now) => gate.arrive(id, isReplayable(arrival), arrival.since, now));
  }

  #stream(id: number): void {
    this.#adapter.notify((gate, now) => gate.stream(id, now));
  }

  #failed(known: Known): void {
    known.isHeld = true;
    this.#adapter.notify((gate, now) => gate.leave(known.id, this.#end.Failed, now));
  }

  #closed({ id, arrival: { response } }: Known): void {
    if (!this.#known.has(id)) return;
    this.#adapter.notify((gate, now) => {
      if (!response.writableFinished) return gate.abort(id, now);
      return gate.leave(id, response.statusCode >= 500 ? this.#end.Broken : this.#end.Done, now);
    });
    this.#known.delete(id);
  }
}

function isEndless(contentType: unknown): boolean {
  return String(contentType).startsWith("text/event-stream");
}

/** Whether a request can be sent again: its method has no effect, it has no body, and it came through the server's middleware. */
function isReplayable({ entrance, request: { method, headers } }: Arrival): boolean {
  const hasBody =
    headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  return entrance !== undefined && (method === "GET" || method === "HEAD") && !hasBody;
}
