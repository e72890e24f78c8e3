/** The routes of a load: slow pages, lazy imports, React, side effects, streams, failures. */
import { getRequestInfo, requestInfoStore, runWithRequestInfo } from "fw/requestInfo";
import { defineRwState } from "rwsdk/__state";
import { createElement, useState } from "react";
import { identify } from "./realm";

export type Route = (request: Request, environment: string) => Promise<Response>;

/** By id: how often each counted request was executed. */
const counts = defineRwState("counts", () => new Map<string, number>());
const lazy = import.meta.glob<{ name: string }>("./lazy/*.ts");

interface Graphs {
  made: number;
  collected: number;
  registry: FinalizationRegistry<void>;
}

/** Counts the instances of this module by their `routes`, which are collected with the module. */
const graphs: Graphs = ((globalThis as { playgroundGraphs?: Graphs }).playgroundGraphs ??= {
  made: 0,
  collected: 0,
  registry: new FinalizationRegistry(() => void graphs.collected++),
});

/** A component with a hook, which fails if there are two instances of React. */
function Greeting() {
  const [text] = useState("hello");
  return createElement("p", null, text);
}

export const routes: Record<string, Route> = {
  /** Awaits, then imports the module that renders, and reads context and identities at the end. */
  slow: (request) =>
    inContext(request, async (id) => {
      await delay(40);
      const { render } = await import("./page");
      const html = render(createElement(Greeting));
      await delay(10);
      return { id, context: getRequestInfo()?.id, html, state: seen() };
    }),
  count: async (request) => {
    const body = await request.text();
    return inContext(request, async (id) => {
      count(id);
      await delay(20);
      return { id, context: getRequestInfo()?.id, length: body.length, state: seen() };
    });
  },
  /** How many instances of this module were made, and how many of them are not collected. */
  graphs: async () => {
    await delay(0);
    (globalThis as { gc?: () => void }).gc?.();
    await delay(0);
    return Response.json({ made: graphs.made, left: graphs.made - graphs.collected });
  },
  counts: async () => Response.json(Object.fromEntries(counts)),
  lazy: (request) =>
    inContext(request, async (id) => {
      const name = new URL(request.url).searchParams.get("name");
      const module = await lazy[`./lazy/${name}.ts`]!();
      return { id, name: module.name };
    }),
  /** Counts, and fetches another page of this server, once the request it names has ended. */
  self: (request) =>
    inContext(request, async (id) => {
      count(id);
      await ended(query(request).after);
      const response = await fetch(new URL(request.url).searchParams.get("url")!);
      return { id, status: response.status };
    }),
  /** Counts, and ends when its body ends. Other requests may wait for that. */
  open: (request) =>
    inContext(request, async (id) => {
      count(id);
      const { length } = await request.text();
      count(`${id} ended`);
      return { id, context: getRequestInfo()?.id, length };
    }),
  /** Counts, and fails the first time, once the request it names has ended. */
  "fails-once": async (request) => {
    const { id, after } = query(request);
    const times = count(id);
    if (times > 1) return Response.json({ id, times });
    await ended(after);
    throw new Error("the first time fails");
  },
  /** Counts, and fails after its first part, once the request it names has ended. */
  breaks: async (request) => {
    const { id, after } = query(request);
    count(id);
    const reader = numbers(1).getReader();
    return new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue((await reader.read()).value!);
          await ended(after);
          controller.error(new Error("broken off"));
        },
      }),
    );
  },
  /** Counts, imports by a computed name, and renders with the result. If it names a request, it waits for the end of that first. */
  computed: async (request) => {
    // Reads the body: otherwise workerd closes the connection, on which Miniflare may have sent the next request.
    await request.text();
    return inContext(request, async (id) => {
      const name = new URL(request.url).searchParams.get("name");
      const { after } = query(request);
      count(id);
      if (after) await ended(after);
      const { html } = await import(/* @vite-ignore */ `/src/computed/${name}.ts`);
      return { id, html: html() };
    });
  },
  /** Answers each message with itself; workerd only. */
  socket: async () => {
    const { 0: client, 1: server } = new (
      globalThis as never as { WebSocketPair: new () => [object, Socket] }
    ).WebSocketPair();
    server.accept();
    server.addEventListener("message", ({ data }) => server.send(data));
    return new Response(null, { status: 101, webSocket: client } as ResponseInit);
  },
  events: async () => endless("text/event-stream"),
  stream: async (request) => {
    const parts = Number(new URL(request.url).searchParams.get("parts"));
    return new Response(numbers(parts), { headers: { "content-type": "text/plain" } });
  },
};

interface Socket {
  accept(): void;
  send(data: string): void;
  addEventListener(type: "message", listener: (event: { data: string }) => void): void;
}

async function inContext(
  request: Request,
  run: (id: string) => Promise<object>,
): Promise<Response> {
  const id = new URL(request.url).searchParams.get("id") ?? "none";
  return Response.json(await runWithRequestInfo({ id }, () => run(id)));
}

function seen() {
  return { counts: identify(counts), store: identify(requestInfoStore) };
}

function query(request: Request) {
  const { searchParams } = new URL(request.url);
  return { id: searchParams.get("id") ?? "none", after: searchParams.get("after") ?? "" };
}

function count(id: string): number {
  const times = (counts.get(id) ?? 0) + 1;
  counts.set(id, times);
  return times;
}

/** Resolves when an `open` request has ended. It polls, because in workerd no request can wake another. */
async function ended(id: string): Promise<void> {
  while (!counts.has(`${id} ended`)) await delay(10);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function numbers(parts: number): ReadableStream<Uint8Array> {
  let part = 0;
  return new ReadableStream({
    async pull(controller) {
      if (part === parts) return controller.close();
      await delay(50);
      controller.enqueue(new TextEncoder().encode(`data: ${part++}\n\n`));
    },
  });
}

function endless(type: string): Response {
  return new Response(numbers(Infinity), { headers: { "content-type": type } });
}

graphs.made++;
graphs.registry.register(routes, undefined);
