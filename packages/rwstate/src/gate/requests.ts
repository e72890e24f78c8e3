/**
 * The gate's middleware: holds requests, sees how they end, and sends one that failed once more.
 *
 * While nothing disturbs it, the gate is not told of a request, as all it would answer is to let it in: of those still in flight
 * it learns at the first disturbance, and from then on their responses are watched.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Binding } from "../binding.js";
import { now, type Adapter } from "./adapter.js";
import { arrivalOf, dispatchAgain, few, isGone, reachGate, type Arrival } from "./dispatch.js";
import { WatchedResponse } from "./response.js";

type Next = (error?: unknown) => void;

/** A request of which the gate was told. */
interface Entry {
  readonly id: number;
  readonly arrival: Arrival;
  isHeld: boolean;
  /** Lets its failure through, where it has failed. */
  settle: (() => void) | undefined;
  watched: WatchedResponse | undefined;
}

export class Requests {
  readonly #end: Binding["End"];
  #adapter!: Adapter;
  readonly #entries = new Map<number, Entry>();
  /** Those that came last, of which the gate was not told; among them all that have not ended. */
  #recent: Arrival[] = [];
  /** How many there may be before those that have ended are forgotten. */
  #many = few;
  #next = 0;

  constructor(end: Binding["End"]) {
    this.#end = end;
  }

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  /** Holds a request until the gate admits it. One that is in already passes. */
  readonly layer = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const arrival = arrivalOf(request, response);
    reachGate(arrival);
    if (arrival.gate === this || response.writableEnded) return next();
    arrival.gate = this;
    arrival.entry = undefined;
    arrival.enter = next;
    arrival.since = now();
    if (!this.#adapter.isQuiet) return void this.#arrive(arrival, true);
    // An idle server's requests are not to feel the gate: it looks for their ends when it has to.
    if (this.#recent.push(arrival) > this.#many) this.#forgetEnded();
    next();
  };

  /** Sees an error that no handler dealt with, before Vite does. */
  readonly errorLayer = (
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
  ): void => {
    const entry = this.#find(arrivalOf(request, response));
    if (!entry) return next(error);
    if (entry.isHeld || entry.watched?.isKept || response.headersSent) return next(error);
    entry.settle = () => next(error);
    this.#failed(entry);
  };

  admit(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry?.isHeld) return;
    entry.isHeld = false;
    // Let in by a bound, while the gate is closed.
    if (this.#adapter.mayReplay(id)) entry.watched = this.#watch(entry);
    entry.arrival.enter?.();
  }

  /** Tells the gate of all requests in flight, and watches their responses. */
  disturb(): void {
    this.#forgetEnded();
    for (const arrival of this.#recent.splice(0)) this.#arrive(arrival, false);
    for (const entry of this.#entries.values()) {
      if (entry.isHeld || entry.watched) continue;
      const { response } = entry.arrival;
      if (!response.headersSent) entry.watched = this.#watch(entry);
      else if (isEndless(response.getHeader("content-type"))) this.#stream(entry.id);
    }
  }

  replay(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.isHeld = false;
    entry.watched?.reset();
    entry.watched = this.#watch(entry);
    dispatchAgain(entry.arrival.request, entry.arrival.response);
  }

  settle(id: number): void {
    this.#entries.get(id)?.settle?.();
  }

  /** Names a request that the gate was told of, as a person would. */
  name(id: number): string {
    const request = this.#entries.get(id)?.arrival.request;
    return request ? `${request.method} ${request.url}` : "a request";
  }

  /** Hands over what is held to another server's gate, which dispatches it anew. */
  handOver(): [IncomingMessage, ServerResponse][] {
    const held = [...this.#entries.values()].filter(({ isHeld }) => isHeld);
    for (const { id, watched } of held) {
      this.#entries.delete(id);
      watched?.reset();
    }
    return held.map(({ arrival: { request, response } }) => [request, response]);
  }

  /** Lets everything through, as if there were no gate. */
  release(): void {
    for (const entry of [...this.#entries.values()].filter(({ isHeld }) => isHeld)) {
      entry.isHeld = false;
      if (entry.watched) entry.settle?.();
      else entry.arrival.enter?.();
    }
  }

  /** The entry of a request that this gate was told of, and that has not ended. */
  #find({ gate, entry }: Arrival): Entry | undefined {
    return gate === this ? this.#entries.get((entry as Entry | undefined)?.id ?? -1) : undefined;
  }

  /** Of what the gate was not told, nobody has said that it ended. */
  #forgetEnded(): void {
    this.#recent = this.#recent.filter(
      ({ response }) => !response.writableFinished && !isGone(response),
    );
    // What does not end, such as streams, is not looked through with each request.
    this.#many = Math.max(few, 2 * this.#recent.length);
  }

  #watch(entry: Entry): WatchedResponse {
    return new WatchedResponse(entry.arrival.response, {
      begins: (status, contentType) => {
        if (isEndless(contentType)) this.#stream(entry.id);
        return status >= 500 && this.#adapter.mayReplay(entry.id);
      },
      kept: () => {
        entry.settle = () => entry.watched?.pass();
        this.#failed(entry);
      },
    });
  }

  /** Tells the gate of a request, which is to be held where it is not in already. */
  #arrive(arrival: Arrival, isHeld: boolean): void {
    const id = this.#next++;
    const entry: Entry = { id, arrival, isHeld, settle: undefined, watched: undefined };
    // Another server's gate, which it reached after this one, has a note of its own.
    if (arrival.gate === this) arrival.entry = entry;
    this.#entries.set(id, entry);
    arrival.response.on("close", () => this.#closed(entry));
    this.#adapter.tell((gate, now) => gate.arrive(id, isReplayable(arrival), arrival.since, now));
  }

  #stream(id: number): void {
    this.#adapter.tell((gate, now) => gate.stream(id, now));
  }

  #failed(entry: Entry): void {
    entry.isHeld = true;
    this.#adapter.tell((gate, now) => gate.leave(entry.id, this.#end.Failed, now));
  }

  #closed({ id, arrival: { response } }: Entry): void {
    if (!this.#entries.has(id)) return;
    this.#adapter.tell((gate, now) => {
      if (!response.writableFinished) return gate.abort(id, now);
      return gate.leave(id, response.statusCode >= 500 ? this.#end.Broken : this.#end.Done, now);
    });
    this.#entries.delete(id);
  }
}

function isEndless(contentType: unknown): boolean {
  return String(contentType).startsWith("text/event-stream");
}

/** What can be sent once more, and has no body and by its method no effect. */
function isReplayable({ entrance, request: { method, headers } }: Arrival): boolean {
  const hasBody =
    headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  return entrance !== undefined && (method === "GET" || method === "HEAD") && !hasBody;
}
