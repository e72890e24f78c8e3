/** The inspector's routes over a real HTTP server, with the real addon and a scripted inspection. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { connect, type AddressInfo } from "node:net";
import type { ViteDevServer } from "vite";
import { expect, test } from "vitest";
import { loadBinding } from "../dist/binding.js";
import type { Inspection } from "../dist/inspector/inspection.js";
import { Routes } from "../dist/inspector/routes.js";

function devServer(origin: string | undefined): ViteDevServer {
  return {
    config: { base: "/", server: { allowedHosts: [], host: "localhost", origin } },
  } as never;
}

test.each([
  undefined,
  "",
  "__placeholder__",
  "//localhost:3000",
  "127.0.0.1:5173",
  "http://a.test",
])("the option `origin` may be any text, as in Vite: %s", (origin) => {
  expect(() => new Routes(loadBinding(), devServer(origin), {} as Inspection)).not.toThrow();
});

test("a slow reader gets only the latest snapshot", async () => {
  let watcher!: (snapshot: string) => void;
  const inspection = {
    watch(given: typeof watcher) {
      watcher = given;
      return () => {};
    },
  };
  const routes = new Routes(loadBinding(), devServer(undefined), inspection as never);
  let stream!: ServerResponse;
  const server = createServer((request, response) => {
    stream = response;
    routes.handle(request, response, () => response.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  try {
    client.write("GET /__rwstate/events HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await once(client, "readable");
    client.read();
    // The client stops to read. A hundred snapshots of a megabyte follow.
    client.pause();
    const megabyte = "x".repeat(1 << 20);
    for (let number = 0; number < 100; number++) {
      watcher(`${number} ${megabyte}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stream.writableLength).toBeLessThan(10 << 20);
    let text = "";
    client.setEncoding("latin1");
    client.on("data", (chunk: string) => (text = (text + chunk).slice(-(2 << 20))));
    client.resume();
    await expect.poll(() => text).toContain("data: 99 x");
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});

test("a request through a proxy, or with two hosts, is refused", async () => {
  const routes = new Routes(loadBinding(), devServer(undefined), {
    once: async () => "{}",
  } as never);
  const handle = (request: never, response: never) => routes.handle(request, response, () => {});
  const server = createServer(handle as never);
  const secondServer = createHttp2Server(handle as never);
  for (const one of [server, secondServer]) one.listen(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(secondServer, "listening")]);
  const { port } = server.address() as AddressInfo;
  const status = async (head: string) => {
    const client = connect(port, "127.0.0.1");
    client.end(`GET /__rwstate/snapshot.json HTTP/${head}\r\nconnection: close\r\n\r\n`);
    let text = "";
    for await (const part of client) text += String(part);
    return Number(text.split(" ")[1]);
  };
  const session = connectHttp2(`http://127.0.0.1:${(secondServer.address() as AddressInfo).port}`);
  try {
    expect(await status("1.1\r\nhost: localhost")).toBe(200);
    expect(await status("1.1\r\nhost: localhost\r\nhost: evil.example")).toBe(403);
    expect(await status("1.1\r\nhost: localhost\r\nX-Real-IP: 10.0.0.7")).toBe(403);
    expect(await status("1.0\r\nhost: localhost")).toBe(403);
    const answers = async (headers: object) => {
      const stream = session.request({ ":path": "/__rwstate/snapshot.json", ...headers });
      const [answer] = (await once(stream, "response")) as [{ ":status": number }];
      stream.resume();
      return answer[":status"];
    };
    expect(await answers({ ":authority": "localhost" })).toBe(200);
    expect(await answers({ ":authority": "localhost", host: "evil.example" })).toBe(403);
    expect(await answers({ ":authority": "evil.example", host: "localhost" })).toBe(403);
  } finally {
    session.destroy();
    server.close();
    secondServer.close();
  }
});

test("a URL is refused that leads to the inspector by another reading", () => {
  const routes = new Routes(loadBinding(), devServer(undefined), {} as Inspection);
  const statusOf = (url: string) => {
    const response = { statusCode: 200, setHeader() {}, end() {} };
    const head = { url, method: "GET", httpVersion: "1.1", headers: { host: "localhost" } };
    const from = { rawHeaders: ["host", "localhost"], socket: { remoteAddress: "127.0.0.1" } };
    let isPassedOn = false;
    const next = () => (isPassedOn = true);
    routes.handle({ ...head, ...from } as never, response as never, next as never);
    return isPassedOn ? "passed on" : response.statusCode;
  };
  expect(statusOf("/%5f_rwstate/")).toBe(400);
  expect(statusOf("/x/..//__rwstate/")).toBe(400);
  expect(statusOf("/src/%5f.ts")).toBe("passed on");
  expect(statusOf("/src/app.ts")).toBe("passed on");
});
