/** The entrance of a server's middleware, with a real HTTP server. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, constants, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Connect } from "vite";
import { expect, test } from "vitest";
import { closeEntrance, watchEntrance } from "../../dist/gate/dispatch.js";

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
