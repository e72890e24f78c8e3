/** The gate's adapter, requests and edits, with the real addon and a real HTTP server. */
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, constants, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import type { Connect } from "vite";
import { expect, test } from "vitest";
import { Adapter } from "../dist/gate/adapter.js";
import { closeEntrance, watchEntrance } from "../dist/gate/dispatch.js";
import { Edits } from "../dist/gate/edits.js";
import { Hot } from "../dist/gate/hot.js";
import { Requests } from "../dist/gate/requests.js";
import { loadBinding, type Gate } from "../dist/binding.js";
import { entryReload } from "../dist/server/entry-reload.js";

const binding = loadBinding();

async function createGate() {
  const text = await readFile(new URL("../dist/runtime/state.mjs", import.meta.url), "utf8");
  return new binding.Gate(new binding.Plan(undefined, "/state.mjs", text));
}

/** A gate with no parts, and the actions that it has emitted. */
async function openAdapter(gate?: Gate) {
  const adapter = new Adapter(gate ?? (await createGate()), binding.Act);
  const done: string[] = [];
  for (const action of [
    "admit",
    "replay",
    "settle",
    "explain",
    "forward",
    "drop",
    "ping",
    "disturb",
    "fail",
  ] as const) {
    adapter.on(action, (...words: unknown[]) => void done.push([action, ...words].join(" ")));
  }
  adapter.on("report", () => void done.push("report"));
  return { adapter, done };
}

/** A gate with real requests, and the requests that its core was notified of. */
async function openWithRequests() {
  const gate = await createGate();
  const arrivals: number[] = [];
  const times: { since: number; now: number }[] = [];
  const arrive = gate.arrive.bind(gate);
  gate.arrive = (request, replayable, since, now) => {
    arrivals.push(request);
    times.push({ since, now });
    return arrive(request, replayable, since, now);
  };
  const adapter = new Adapter(gate, binding.Act);
  const requests = new Requests(adapter, binding.End);
  return { requests, adapter, arrivals, times };
}

test("an action that another action causes is emitted after those that are queued", async () => {
  const { adapter, done } = await openAdapter();
  adapter.on("admit", (request) => {
    // The first request is answered at once: the edit that waits for it goes on.
    if (request === 0) adapter.notify((gate, now) => gate.leave(0, binding.End.Done, now));
  });
  const { edit, ready } = adapter.beginEdit(0, "whole");
  await ready;
  adapter.notify((gate, now) => gate.arrive(0, true, now, now));
  adapter.notify((gate, now) => gate.arrive(1, true, now, now));
  expect(done).toEqual(["disturb"]);
  adapter.endEdit(edit);
  expect(done).toEqual(["disturb", "admit 0", "admit 1", "report"]);
  adapter.close();
});

test("a gate that fails lets all requests and edits go on, and reports that once", async () => {
  const { adapter, done } = await openAdapter();
  adapter.notify((gate, now) => gate.arrive(0, true, now, now));
  const { ready } = adapter.beginEdit(0, "whole");
  const opened = adapter.opened();
  adapter.notify(() => {
    throw new Error("a bug");
  });
  await Promise.all([ready, opened]);
  adapter.notify((gate, now) => gate.tick(now));
  await adapter.beginEdit(0, "whole").ready;
  expect(done.filter((what) => what !== "disturb")).toEqual(["admit 0", "fail Error: a bug"]);
});

test("the core is notified when a runner fetches modules before it answers a ping", async () => {
  const gate = await createGate();
  const fetched: number[] = [];
  const { fetch } = gate;
  gate.fetch = (environment, now) => {
    fetched.push(environment);
    return fetch.call(gate, environment, now);
  };
  const { adapter } = await openAdapter(gate);
  const listeners = new Map<string, (data: unknown) => void>();
  const sent: unknown[] = [];
  const environment = {
    hot: {
      send: (...message: unknown[]) => void sent.push(message),
      on: (event: string, listener: (data: unknown) => void) => void listeners.set(event, listener),
    },
    fetchModule: (id: string) => id,
  };
  new Hot(adapter, new Map([[0, environment as never]]));
  listeners.get("rwstate:hello")!(undefined);
  expect(environment.fetchModule("/a.js")).toBe("/a.js");
  environment.hot.send({ type: "full-reload" });
  expect(sent).toEqual([[{ type: "full-reload" }], ["rwstate:ping", 0]]);
  expect(fetched).toEqual([]);
  expect(environment.fetchModule("/a.js")).toBe("/a.js");
  expect(fetched).toEqual([0]);
  listeners.get("rwstate:pong")!({ ping: 0, kept: 0, keys: [] });
  environment.fetchModule("/a.js");
  expect(fetched).toEqual([0]);
  adapter.close();
});

test("the core learns of requests when something disturbs them, and none waits for a broken gate", async () => {
  const { requests, adapter, arrivals } = await openWithRequests();
  const server = createServer((request, response) => {
    requests.layer(request, response, () => {
      if (request.url === "/edit") adapter.endEdit(adapter.beginEdit(0, "whole").edit);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await fetch(url);
    expect(arrivals).toEqual([]);
    await fetch(`${url}/edit`);
    expect(arrivals).toEqual([0]);
    adapter.beginEdit(0, "whole");
    const held = fetch(url);
    await once(server, "request");
    adapter.notify(() => {
      throw new Error("a bug");
    });
    expect((await held).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
  } finally {
    server.close();
  }
});

test("the core learns when a request came, though it is notified of it later", async () => {
  const { requests, adapter, times } = await openWithRequests();
  const server = createServer((request, response) => {
    requests.layer(request, response, () => {
      const came = performance.now() * 1000;
      setTimeout(() => {
        adapter.endEdit(adapter.beginEdit(0, "whole").edit);
        response.end(JSON.stringify(came));
      }, 20);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const before = performance.now() * 1000;
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const came = (await answer.json()) as number;
    const [{ since, now }] = times as [{ since: number; now: number }];
    expect(since).toBeGreaterThanOrEqual(Math.floor(before));
    expect(since).toBeLessThanOrEqual(came);
    expect(now - since).toBeGreaterThan(15_000);
  } finally {
    server.close();
  }
});

test.each(["HTTP/1.1", "HTTP/2"])(
  "%s: the core never learns of a request that has ended or was aborted while nothing disturbed it",
  async (version) => {
    const { requests, adapter, arrivals } = await openWithRequests();
    const host = version === "HTTP/2" ? createHttp2Server() : createServer();
    const responses: ServerResponse[] = [];
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      responses.push(response);
      requests.layer(request, response, () => {
        if (request.url === "/ends") response.end();
        // More than the buffers of a client that reads nothing.
        if (request.url === "/aborted") response.write(Buffer.alloc(9 << 20));
      });
    };
    host.on("request", listener as never).listen(0, "127.0.0.1");
    await once(host, "listening");
    const { port } = host.address() as AddressInfo;
    const client = version === "HTTP/2" ? connect(`http://127.0.0.1:${port}`) : undefined;
    const ask = (path: string) => {
      if (client) {
        const stream = client.request({ ":path": path });
        return path === "/aborted" ? stream : stream.resume();
      }
      const options = { port, path, host: "127.0.0.1", agent: false };
      return get(options, (response) => void response.resume());
    };
    try {
      // No listener notes their ends, so they are removed only as more requests come.
      for (let sent = 0; sent < 100; sent++) {
        await once(ask("/ends"), "close");
      }
      const [aborted, stays] = [ask("/aborted"), ask("/stays")];
      for (const one of [aborted, stays]) one.on("error", () => {});
      await expect.poll(() => responses.length).toBe(102);
      const closed = once(responses[100]!, "close");
      if ("close" in aborted) aborted.close(constants.NGHTTP2_CANCEL);
      else aborted.destroy();
      await closed;
      adapter.beginEdit(0, "whole");
      expect(arrivals).toEqual([0]);
      stays.destroy();
      await once(responses[101]!, "close");
    } finally {
      client?.destroy();
      host.close();
    }
  },
);

test("a server that takes over a request does not confuse it with one of its own", async () => {
  const first = await openWithRequests();
  const second = await openWithRequests();
  const responses: ServerResponse[] = [];
  const failures: string[] = [];
  const server = createServer((request, response) => {
    responses.push(response);
    if (request.url === "/stays") return second.requests.layer(request, response, () => {});
    first.requests.layer(request, response, () => response.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const stays = fetch(`${url}/stays`);
    await expect.poll(() => responses.length).toBe(1);
    second.adapter.endEdit(second.adapter.beginEdit(0, "whole").edit);
    first.adapter.beginEdit(0, "whole");
    const held = fetch(url);
    await expect.poll(() => responses.length).toBe(2);
    for (const [request, response] of first.requests.handOver()) {
      second.requests.layer(request, response, () => {
        second.requests.errorLayer("a failure", request, response, (error) => {
          failures.push(String(error));
          response.end();
        });
      });
    }
    expect(failures).toEqual(["a failure"]);
    responses[0]!.end();
    await Promise.all([held, stays]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("two gates that a request goes through do not overwrite what the other knows of it", async () => {
  const outer = await openWithRequests();
  const inner = await openWithRequests();
  const responses: ServerResponse[] = [];
  const failures: string[] = [];
  let fail!: () => void;
  const server = createServer((request, response) => {
    responses.push(response);
    if (request.url === "/stays") return inner.requests.layer(request, response, () => {});
    outer.requests.layer(request, response, () =>
      inner.requests.layer(request, response, () => {
        fail = () =>
          inner.requests.errorLayer("a failure", request, response, (error) => {
            failures.push(String(error));
            response.end();
          });
      }),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const stays = fetch(`${url}/stays`);
    await expect.poll(() => responses.length).toBe(1);
    inner.adapter.endEdit(inner.adapter.beginEdit(0, "whole").edit);
    const through = fetch(url);
    await expect.poll(() => responses.length).toBe(2);
    outer.adapter.beginEdit(0, "whole");
    fail();
    expect(failures).toEqual(["a failure"]);
    responses[0]!.end();
    await Promise.all([through, stays]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a restart does not wait for an HTTP/2 request that was aborted before it reached the gate", async () => {
  // Vite's own middleware, which never answers.
  const middlewares = { handle: () => {} } as unknown as Connect.Server;
  watchEntrance(middlewares);
  const responses: ServerResponse[] = [];
  const host = createHttp2Server((request, response) => {
    responses.push(response as never);
    middlewares.handle(request as never, response as never, () => {});
  }).listen(0, "127.0.0.1");
  await once(host, "listening");
  const client = connect(`http://127.0.0.1:${(host.address() as AddressInfo).port}`);
  try {
    const [before, during] = [client.request(), client.request()];
    for (const one of [before, during]) one.on("error", () => {});
    await expect.poll(() => responses.length).toBe(2);
    const closed = once(responses[0]!, "close");
    before.close(constants.NGHTTP2_CANCEL);
    await closed;
    let isClosed = false;
    const entrance = closeEntrance(middlewares, new Promise(() => {}));
    void entrance.then(() => (isClosed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    during.close(constants.NGHTTP2_CANCEL);
    await entrance;
  } finally {
    client.destroy();
    host.close();
  }
});

test("a restart does not wait for a response that has begun, such as a stream of the inspector", async () => {
  const middlewares = {
    handle: (_: IncomingMessage, response: ServerResponse) => response.flushHeaders(),
  } as unknown as Connect.Server;
  watchEntrance(middlewares);
  const host = createServer((request, response) => {
    middlewares.handle(request, response, () => {});
  }).listen(0, "127.0.0.1");
  await once(host, "listening");
  try {
    const stream = await fetch(`http://127.0.0.1:${(host.address() as AddressInfo).port}`);
    await closeEntrance(middlewares, new Promise(() => {}));
    await stream.body!.cancel();
  } finally {
    host.closeAllConnections();
    host.close();
  }
});

test("with hmr off an edit ends when its file is crawled and the optimizer has committed", async () => {
  const { adapter } = await openWithRequests();
  const committed: number[] = [];
  const optimizers = { commit: (id: number) => Promise.resolve(void committed.push(id)) };
  const crawled: string[] = [];
  const crawl = { file: (file: string) => Promise.resolve(void crawled.push(file)) };
  const edits = new Edits(adapter, optimizers, () => crawl);
  await edits.changed([0], "/app/a.ts", "off");
  expect(crawled).toEqual(["/app/a.ts"]);
  expect(committed).toEqual([0]);
  await expect.poll(() => adapter.isQuiet).toBe(true);
});

test.each([
  ["wait", "holds its entry module", { dispatchFetch: () => {} }, ["forward", "forward", "ping"]],
  [
    "do not wait",
    "imports its entry module for each request",
    {},
    ["forward", "forward", "ping", "admit"],
  ],
])("requests %s for an update in a runner that %s", async (_, __, own, expected) => {
  const { adapter, done } = await openAdapter();
  const listeners = new Map<string, (data?: unknown) => void>();
  const channel = {
    send: () => {},
    on: (event: string, listener: () => void) => void listeners.set(event, listener),
  };
  new Hot(adapter, new Map([[0, { hot: channel, ...own } as never]]));
  listeners.get("rwstate:hello")!();
  const { edit } = adapter.beginEdit(0, "targeted");
  const send = channel.send as (message: object) => void;
  send({ type: "update", updates: [] });
  send(entryReload);
  adapter.endEdit(edit);
  adapter.notify((gate, now) => gate.arrive(7, true, now, now));
  const words = () => done.map((what) => what.split(" ")[0]).filter((what) => what !== "disturb");
  expect(words()).toEqual(expected);
  listeners.get("rwstate:pong")!({ ping: 0, kept: 0, keys: [] });
  expect(words()).toContain("admit");
  expect(words().at(-1)).toBe("report");
  adapter.close();
});
