/** The inspector's routes over a real HTTP server, with the real addon and a scripted inspection. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { ResolvedConfig } from "vite";
import { expect, test } from "vitest";
import { loadBinding } from "../dist/binding.js";
import type { Inspection } from "../dist/inspector/inspection.js";
import { Routes } from "../dist/inspector/routes.js";

function config(origin: string | undefined): ResolvedConfig {
  return { base: "/", server: { allowedHosts: [], host: "localhost", origin } } as never;
}

test.each([
  undefined,
  "",
  "__placeholder__",
  "//localhost:3000",
  "127.0.0.1:5173",
  "http://a.test",
])("an origin may be any text, as in Vite: %s", (origin) => {
  expect(() => new Routes(loadBinding(), config(origin), {} as Inspection)).not.toThrow();
});

test("of what a reader is too slow for, only the latest is kept", async () => {
  let watcher!: (snapshot: string) => void;
  const inspection = {
    watch(given: typeof watcher) {
      watcher = given;
      return () => {};
    },
  };
  const routes = new Routes(loadBinding(), config(undefined), inspection as never);
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
    // From here on the client reads nothing; a hundred snapshots of a megabyte come.
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
