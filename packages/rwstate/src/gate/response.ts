/** Watches how a response begins, and defers one that has failed and that the gate may replay. */
import type { ServerResponse } from "node:http";

const methods = ["writeHead", "flushHeaders", "write", "end"] as const;
type Method = (typeof methods)[number];
type Call = (...args: unknown[]) => unknown;

/** The most bytes of a deferred response: more than an error page has. A longer response is passed on. */
const mostBytes = 1 << 20;

export interface Watcher {
  /** The response begins. Returns whether to defer it. */
  begins(status: number, contentType: string): boolean;
  /** A deferred response is complete. */
  deferred(): void;
}

export class WatchedResponse {
  readonly #response: ServerResponse;
  readonly #watcher: Watcher;
  /** The methods as they were before the watch. Others may have wrapped ours since. */
  readonly #before: [Method, PropertyDescriptor | undefined, Call][];
  #state: "watched" | "deferred" | "passed" = "watched";
  #calls: [Method, unknown[]][] = [];
  #size = 0;

  constructor(response: ServerResponse, watcher: Watcher) {
    this.#response = response;
    this.#watcher = watcher;
    this.#before = methods.map((name) => [
      name,
      Object.getOwnPropertyDescriptor(response, name),
      response[name] as Call,
    ]);
    for (const [name, , original] of this.#before) {
      const call: Call = (...args) => this.#call(name, original, args);
      Object.defineProperty(response, name, { value: call, configurable: true, writable: true });
    }
  }

  get isDeferred(): boolean {
    return this.#state === "deferred";
  }

  /** Sends a deferred response. */
  pass(): void {
    if (this.#state !== "deferred") return;
    this.#state = "passed";
    for (const [name, args] of this.#calls) this.#original(name)(...args);
    this.#calls = [];
  }

  /** Discards a deferred response, and makes the object as it was when the watch began. */
  reset(): void {
    for (const [name, descriptor] of this.#before) {
      if (descriptor) Object.defineProperty(this.#response, name, descriptor);
      else Reflect.deleteProperty(this.#response, name);
    }
    this.#calls = [];
    for (const name of this.#response.getHeaderNames()) this.#response.removeHeader(name);
    this.#response.statusCode = 200;
    this.#response.statusMessage = "";
  }

  #call(name: Method, original: Call, args: unknown[]): unknown {
    if (this.#state === "watched") {
      const status = name === "writeHead" ? Number(args[0]) : this.#response.statusCode;
      const defers = this.#watcher.begins(status, this.#contentType(name, args));
      this.#state = defers ? "deferred" : "passed";
    }
    return this.#state === "deferred"
      ? this.#defer(name, args)
      : original.apply(this.#response, args);
  }

  #defer(name: Method, args: unknown[]): unknown {
    this.#calls.push([name, args]);
    const [chunk] = args;
    if (typeof chunk === "string" || chunk instanceof Uint8Array) this.#size += chunk.length;
    if (name === "end") this.#watcher.deferred();
    else if (this.#size > mostBytes) this.pass();
    return name === "write" ? true : this.#response;
  }

  #original(name: Method): Call {
    const [, , original] = this.#before.find(([known]) => known === name)!;
    return original.bind(this.#response) as Call;
  }

  #contentType(name: Method, args: unknown[]): string {
    const given = name === "writeHead" ? args.find((arg) => typeof arg === "object") : undefined;
    return String(contentTypeIn(given) ?? this.#response.getHeader("content-type") ?? "");
  }
}

/** The content type in the headers that `writeHead` gets: an object, a flat array, or pairs. */
function contentTypeIn(headers: unknown): unknown {
  if (headers === null || headers === undefined) return undefined;
  const pairs = Array.isArray(headers)
    ? Array.isArray(headers[0])
      ? (headers as unknown[][])
      : headers.flatMap((name, index) => (index % 2 ? [] : [[name, headers[index + 1]]]))
    : Object.entries(headers);
  return pairs.find(([name]) => String(name).toLowerCase() === "content-type")?.[1];
}
