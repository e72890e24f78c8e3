/** The gate's watch over responses, with a real HTTP server. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WatchedResponse } from "../../dist/gate/response.js";

test.each<[string, RequestListener]>([
  [
    "set before",
    (_, response) => {
      response.setHeader("content-type", "text/event-stream");
      response.write("data: 1\n\n");
      response.end();
    },
  ],
  [
    "an object",
    (_, response) => response.writeHead(200, { "Content-Type": "text/event-stream" }).end(),
  ],
  [
    "a list",
    (_, response) => response.writeHead(200, "OK", ["content-type", "text/event-stream"]).end(),
  ],
])("the content type is known when a response begins: %s", async (_, handle) => {
  const seen: unknown[] = [];
  await ask((request, response) => {
    new WatchedResponse(response, {
      begins: (...words) => (seen.push(words), false),
      deferred: () => {},
    });
    handle(request, response);
  });
  expect(seen).toEqual([[200, "text/event-stream"]]);
});

test("a deferred failure leaves no trace in the answer of a replayed request", async () => {
  const answer = await ask((_, response) => {
    response.setHeader("x-before", "1");
    const watched = new WatchedResponse(response, {
      begins: (status) => status >= 500,
      deferred: () => {
        watched.reset();
        response.end("right");
      },
    });
    response.statusCode = 500;
    response.setHeader("x-failed", "1");
    response.write("wrong");
    response.end();
  });
  expect(await answer.text()).toBe("right");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-failed")).toBeNull();
});

test("a deferred failure is passed on unchanged", async () => {
  const answer = await ask((_, response) => {
    const watched = new WatchedResponse(response, {
      begins: () => true,
      deferred: () => setImmediate(() => watched.pass()),
    });
    response.writeHead(503, { "x-failed": "1" });
    response.write("wrong ");
    response.end("indeed");
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("x-failed")).toBe("1");
  expect(await answer.text()).toBe("wrong indeed");
});

async function ask(handle: RequestListener): Promise<Response> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return new Response(await response.arrayBuffer(), response);
  } finally {
    server.close();
  }
}
