/**
 * The gate's middleware: holds requests, sees how they end, and sends one that failed once more.
 *
 * While nothing disturbs it, the gate is not told of a request, as all it would answer is to let it in: of those still in flight
 * it learns at the first disturbance, and from then on their responses are watched.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Binding } from "../binding.js";
import type { Adapter } from "./adapter.js";
import { dispatchAgain, reachGate } from "./dispatch.js";
import { WatchedResponse } from "./response.js";

type Next = (error?: unknown) => void;

interface Entry {
  id: number;
  request: IncomingMessage;
  response: ServerResponse;
  replayable: boolean;
  isTold: boolean;
  isHeld: boolean;
  /** Lets the request in. */
  enter: () => void;
  /** Lets its failure through. */
  settle: () => void;
  watched: WatchedResponse | undefined;
}

/** On the request itself, as in `dispatch.ts`. */
const known = Symbol("rwstate:entry");
type Known = IncomingMessage & { [known]?: Entry };

export class Requests {
  readonly #end: Binding["End"];
  #adapter!: Adapter;
  readonly #entries = new Map<number, Entry>();
  #next = 0;
  /** Is told when a request has come. */
  onBegin: () => void = () => {};
  /** Is told when a request has ended, whoever answered it. */
  onEnd: () => void = () => {};

  constructor(end: Binding["End"]) {
    this.#end = end;
  }

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  /** Holds a request until the gate admits it. One that is in already passes. */
  readonly layer = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    reachGate(request);
    if (this.#find(request) || response.writableEnded) return next();
    const entry: Entry = {
      id: this.#next++,
      request,
      response,
      replayable: isReplayable(request),
      isTold: false,
      isHeld: !this.#adapter.isQuiet,
      enter: next,
      settle: () => {},
      watched: undefined,
    };
    (request as Known)[known] = entry;
    this.#entries.set(entry.id, entry);
    this.onBegin();
    response.on("close", () => this.#closed(entry));
    if (entry.isHeld) this.#arrive(entry);
    else next();
  };

  /** Sees an error that no handler dealt with, before Vite does. */
  readonly errorLayer = (
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: Next,
  ): void => {
    const entry = this.#find(request);
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
    entry.enter();
  }

  /** Tells the gate of all requests in flight, and watches their responses. */
  disturb(): void {
    for (const entry of this.#entries.values()) {
      if (!entry.isTold) this.#arrive(entry);
      if (entry.isHeld || entry.watched) continue;
      const { id, response } = entry;
      if (!response.headersSent) entry.watched = this.#watch(entry);
      else if (isEndless(response.getHeader("content-type"))) this.#stream(id);
    }
  }

  replay(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.isHeld = false;
    entry.watched?.reset();
    entry.watched = this.#watch(entry);
    dispatchAgain(entry.request, entry.response);
  }

  settle(id: number): void {
    this.#entries.get(id)?.settle();
  }

  /** Whether a request is in flight, but for streams that have no end. */
  get isBusy(): boolean {
    return [...this.#entries.values()].some(
      ({ response }) => !isEndless(response.getHeader("content-type")),
    );
  }

  /** Names a request, as a person would. */
  name(id: number): string {
    const request = this.#entries.get(id)?.request;
    return request ? `${request.method} ${request.url}` : "a request";
  }

  /** Hands over what is held to another server's gate, which dispatches it anew. */
  handOver(): [IncomingMessage, ServerResponse][] {
    const held = [...this.#entries.values()].filter(({ isHeld }) => isHeld);
    for (const { id, watched } of held) {
      this.#entries.delete(id);
      watched?.reset();
    }
    return held.map(({ request, response }) => [request, response]);
  }

  /** Lets everything through, as if there were no gate. */
  release(): void {
    for (const entry of [...this.#entries.values()].filter(({ isHeld }) => isHeld)) {
      entry.isHeld = false;
      if (entry.watched) entry.settle();
      else entry.enter();
    }
  }

  /** The entry of a request that this gate has let in or holds. */
  #find(request: Known): Entry | undefined {
    const entry = request[known];
    return entry && this.#entries.get(entry.id) === entry ? entry : undefined;
  }

  #watch(entry: Entry): WatchedResponse {
    return new WatchedResponse(entry.response, {
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

  #arrive(entry: Entry): void {
    entry.isTold = true;
    this.#adapter.tell((gate, now) => gate.arrive(entry.id, entry.replayable, now));
  }

  #stream(id: number): void {
    this.#adapter.tell((gate, now) => gate.stream(id, now));
  }

  #failed(entry: Entry): void {
    if (!entry.isTold) return entry.settle();
    entry.isHeld = true;
    this.#adapter.tell((gate, now) => gate.leave(entry.id, this.#end.Failed, now));
  }

  #closed(entry: Entry): void {
    if (!this.#entries.has(entry.id)) return;
    const { id, response, isTold } = entry;
    if (isTold) {
      this.#adapter.tell((gate, now) => {
        if (!response.writableFinished) return gate.abort(id, now);
        return gate.leave(id, response.statusCode >= 500 ? this.#end.Broken : this.#end.Done, now);
      });
    }
    this.#entries.delete(id);
    this.onEnd();
  }
}

function isEndless(contentType: unknown): boolean {
  return String(contentType).startsWith("text/event-stream");
}

/** What has no body and by its method no effect. */
function isReplayable({ method, headers }: IncomingMessage): boolean {
  const hasBody =
    headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  return (method === "GET" || method === "HEAD") && !hasBody;
}
