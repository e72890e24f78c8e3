/** The requests of a gate, with a real HTTP server. */
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, constants, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { openWithRequests } from "./open.js";

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
