/** Serves the inspector: its page, the stream of snapshots, and the reset of an entry. The addon decides which requests are allowed. */
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Connect, ViteDevServer } from "vite";
import type { Access, Answer, Binding } from "../binding.js";
import { savesOf, type Saves } from "../server/saves.js";
import type { Inspection } from "./inspection.js";

const folder = fileURLToPath(new URL("../inspector/page/", import.meta.url));

/** How long a runner has to answer before a snapshot is taken without it, in milliseconds. */
const answering = 1000;

/** The most characters of a request's body. */
const longest = 10_000;

export class Routes {
  readonly #access: Access;
  readonly #inspection: Inspection;
  readonly #server: ViteDevServer;
  readonly #streams = new Set<ServerResponse>();

  constructor(binding: Binding, server: ViteDevServer, inspection: Inspection) {
    const { base, server: options } = server.config;
    const { allowedHosts, host, origin } = options;
    // Vite accepts any text as the origin, such as a placeholder that another server replaces.
    const named = origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : "";
    const names = [typeof host === "string" ? host : "", named];
    const assets = readdirSync(folder);
    this.#access = new binding.Access(base, allowedHosts, names.filter(Boolean), assets);
    this.#inspection = inspection;
    this.#server = server;
  }

  /** Provided once the server is configured. */
  get #saves(): Saves {
    return savesOf(this.#server)!;
  }

  readonly handle: Connect.NextHandleFunction = (request, response, next) => {
    const url = urlOf(request);
    // To ask the addon takes longer than all else here, and most requests need not be asked about.
    const mayBeOurs = url.includes("__rwstate") || url.includes("%");
    const answer = mayBeOurs ? this.#access.judge(facts(request, url)) : null;
    if (!answer) return next();
    response.statusCode = answer.status;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    this.#serve(request, response, answer).catch(next);
  };

  /** Ends the streams. Their pages connect again to the next server. */
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
      case "hold":
        return this.#hold(response);
      case "flush":
        // A server that restarts waits for requests that it has not begun to answer, and the flush may restart it.
        response.flushHeaders();
        return void response.end(`${JSON.stringify(await this.#saves.flush())}\n`);
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse): void {
    response.flushHeaders();
    if (request.method === "HEAD") return void response.end();
    this.#streams.add(response);
    // A reader may be too slow, as when a machine is suspended. Only the latest snapshot waits for it.
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

  /** Holds saves until the response ends: its first line says that it does, and the last one what was saved. */
  async #hold(response: ServerResponse): Promise<void> {
    const asked = this.#saves.hold();
    response.on("close", () => void asked.then((hold) => hold.release()));
    const hold = await asked;
    response.write('{"held":true}\n');
    const flushed = await hold.flushed;
    response.end(`${JSON.stringify(flushed)}\n`);
  }

  async #reset(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = parsed(await body(request));
    if (wanted && this.#inspection.reset(wanted.environment, wanted.key)) {
      return void response.end();
    }
    response.statusCode = wanted ? 404 : 400;
    response.end(
      wanted
        ? "The environment has no such entry, or its runner has not reported it.\n"
        : 'The body must be { "environment": "…", "key": "…" }.\n',
    );
  }
}

/** The URL of a request. Vite's own middleware has removed the base from `url`. */
function urlOf({ originalUrl, url }: Connect.IncomingMessage): string {
  return originalUrl ?? url ?? "";
}

/** What the addon judges a request by. */
function facts(request: IncomingMessage, url: string) {
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

/** All hosts that a request names. Not from `headers`, where Node drops the second of two `host` headers. */
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
