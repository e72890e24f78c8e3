/** Serves the inspector: the page, its stream, its one change. Who may have it, Rust decides. */
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Connect, ResolvedConfig } from "vite";
import type { Access, Answer, Binding } from "../binding.js";
import type { Inspection } from "./inspection.js";

const folder = fileURLToPath(new URL("../inspector/page/", import.meta.url));

/** How long a runner has to answer before a snapshot is taken without it, in milliseconds. */
const answering = 1000;

/** The longest body of a change, in bytes. */
const longest = 10_000;

export class Routes {
  readonly #access: Access;
  readonly #inspection: Inspection;
  readonly #streams = new Set<ServerResponse>();

  constructor(binding: Binding, { base, server }: ResolvedConfig, inspection: Inspection) {
    const { allowedHosts, host, origin } = server;
    // Vite takes any text for an origin, such as a placeholder that another server fills in.
    const named = origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : "";
    const names = [typeof host === "string" ? host : "", named];
    const assets = readdirSync(folder);
    this.#access = new binding.Access(base, allowedHosts, names.filter(Boolean), assets);
    this.#inspection = inspection;
  }

  readonly handle: Connect.NextHandleFunction = (request, response, next) => {
    const url = urlOf(request);
    // An idle server's requests are not to feel this: to hand all of one over costs more than the gate.
    const answer = this.#access.concerns(url) ? this.#access.judge(asked(request, url)) : null;
    if (!answer) return next();
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    this.#serve(request, response, answer).catch(next);
  };

  /** Ends the streams: their pages come again when there is a server again. */
  close(): void {
    for (const stream of this.#streams) stream.end();
  }

  async #serve(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    switch (answer.route) {
      case undefined:
        if (answer.status === 302) response.setHeader("location", answer.text);
        return void response.end(`${answer.text}\n`);
      case "page":
      case "asset":
        return void response.end(readFileSync(folder + answer.text));
      case "snapshot":
        return void response.end(await this.#inspection.once(answering));
      case "events":
        return this.#stream(request, response);
      case "reset":
        return this.#reset(request, response);
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.flushHeaders();
    if (request.method === "HEAD") return void response.end();
    this.#streams.add(response);
    // Of what a reader is too slow for, such as a suspended machine, only the latest is kept.
    let waiting: string | undefined;
    const write = (snapshot: string) => {
      if (response.writableNeedDrain) waiting = snapshot;
      else response.write(`event: snapshot\ndata: ${snapshot}\n\n`);
    };
    response.on("drain", () => {
      const snapshot = waiting;
      waiting = undefined;
      if (snapshot !== undefined) write(snapshot);
    });
    const end = this.#inspection.watch(write);
    response.on("close", () => {
      this.#streams.delete(response);
      end();
    });
  }

  async #reset(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = parsed(await body(request));
    if (asked && this.#inspection.reset(asked.environment, asked.key)) return void response.end();
    response.statusCode = asked ? 404 : 400;
    response.end(
      asked
        ? "The environment has no such entry, or its runner has not told of it.\n"
        : 'The body must be { "environment": "…", "key": "…" }.\n',
    );
  }
}

/** What comes before has taken Vite's base off a request's `url`. */
function urlOf({ originalUrl, url }: Connect.IncomingMessage): string {
  return originalUrl ?? url ?? "";
}

function asked(request: IncomingMessage, url: string) {
  const { method = "", headers, httpVersion, socket } = request;
  const header = (name: string) => headers[name]?.toString();
  return {
    method,
    url,
    hosts: hostsOf(request),
    origin: header("origin"),
    fetchSite: header("sec-fetch-site"),
    marker: header("x-rwstate"),
    remote: socket.remoteAddress,
    encrypted: "encrypted" in socket && socket.encrypted === true,
    version: httpVersion,
    headers: Object.keys(headers),
  };
}

/** Every host that a request names. Of two headers of the same name Node drops the second. */
function hostsOf({ rawHeaders }: IncomingMessage): string[] {
  const named = (wanted: string) =>
    rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === wanted);
  return [...named(":authority"), ...named("host")];
}

async function body(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longest) return "";
  }
  return text;
}

function parsed(text: string): { environment: string; key: string } | undefined {
  try {
    const { environment, key } = JSON.parse(text) as { environment: unknown; key: unknown };
    return typeof environment === "string" && typeof key === "string" && key !== ""
      ? { environment, key }
      : undefined;
  } catch {
    return undefined;
  }
}
