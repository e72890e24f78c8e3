/** `npx rwstate inspect`: the request that it makes of a server, and what it says where there is no response. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { cert, key } from "./certificate.js";

const bin = fileURLToPath(new URL("../../dist/bin/rwstate.js", import.meta.url));
const snapshot = JSON.stringify({
  version: 4,
  rwstate: "0.4.0",
  vite: "8.3.8",
  root: "/srv/app",
  at: 0,
  environments: [],
  recoveries: [],
  appended: [],
  edits: [],
});
// Each run is a process of its own.
vi.setConfig({ testTimeout: 30_000 });
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

/** Starts a server at this machine, and returns its port. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** Answers each connection with these bytes, and ends it unless it `hangs`. */
function raw(bytes: string, hangs = false): Promise<number> {
  return listen(
    createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => (hangs ? socket.write(bytes) : socket.end(bytes)));
    }),
  );
}

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

function inspect(url: string, env: NodeJS.ProcessEnv = {}, ...words: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, "inspect", "--url", url, ...words],
      { env: { ...process.env, ...env } },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test("the request is for JSON, with the credentials of the URL, and past every proxy", async () => {
  let seen: unknown;
  const answer: RequestListener = ({ url, headers }, response) => {
    seen = { url, accept: headers.accept, authorization: headers.authorization };
    response.end(snapshot);
  };
  const port = await listen(createHttpServer(answer));
  const env = { http_proxy: "http://127.0.0.1:9", ALL_PROXY: "http://127.0.0.1:9" };
  const run = await inspect(`http://me:s%40fe@localhost:${port}/base/`, env);
  expect(run.stderr).toBe("");
  expect(run.stdout).toBe(
    "rwstate 0.4.0, Vite 8.3.8, /srv/app\n\nThe server has no environment.\n",
  );
  expect(run.code).toBe(0);
  expect(seen).toEqual({
    url: "/base/__rwstate/snapshot.json",
    accept: "application/json",
    authorization: `Basic ${btoa("me:s@fe")}`,
  });
});

test("redirects are named, not followed", async () => {
  const port = await listen(
    createHttpServer((_, response) => response.writeHead(302, { location: "/base/" }).end()),
  );
  const run = await inspect(`http://127.0.0.1:${port}`);
  expect(run.stderr).toMatch(/redirects to \/base\/ \(302\)/);
  expect(run.code).toBe(2);
});

test("a server with https is asked, and its certificate has to be trusted", async () => {
  const port = await listen(
    createHttpsServer({ cert, key }, (_, response) => response.end(snapshot)),
  );
  const url = `https://localhost:${port}`;
  const refused = await inspect(url);
  expect(refused.stderr).toMatch(/a certificate that Node does not trust .* NODE_EXTRA_CA_CERTS/);
  expect(refused.code).toBe(2);

  const folder = await mkdtemp(join(tmpdir(), "rwstate-"));
  ends.push(() => rm(folder, { recursive: true }));
  const file = join(folder, "ca.pem");
  await writeFile(file, cert);
  const trusted = await inspect(url, { NODE_EXTRA_CA_CERTS: file });
  expect(trusted.stderr).toBe("");
  expect(trusted.code).toBe(0);

  const plain = await inspect(`http://localhost:${port}`);
  expect(plain.stderr).toMatch(/URL with https|other than HTTP/);
  expect(plain.code).toBe(2);
});

test("no server, no HTTP, no TLS and a response that ends early are distinguished", async () => {
  const server = createServer();
  const free = await listen(server);
  await ends.pop()!();
  const unreachable = await inspect(`http://localhost:${free}/base`);
  expect(unreachable.stderr).toMatch(
    /^error: http:\/\/localhost:\d+\/base\/__rwstate\/snapshot\.json cannot be reached \(.*ECONNREFUSED.*\): start/,
  );
  const garbled = await inspect(`http://127.0.0.1:${await raw("\x15\x03\x03\x00\x02\x02\x16")}`);
  expect(garbled.stderr).toMatch(/responds with something other than HTTP \(/);
  const http = await listen(createHttpServer((_, response) => response.end(snapshot)));
  const withoutTls = await inspect(`https://127.0.0.1:${http}`);
  expect(withoutTls.stderr).toMatch(/does not speak TLS \(.*\): write the URL with http/);
  for (const bytes of ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"]) {
    const early = await inspect(`http://127.0.0.1:${await raw(bytes)}`);
    expect(early.stderr).toMatch(/before its response was complete \(/);
    expect(early.code).toBe(2);
  }
  expect([unreachable.code, garbled.code, withoutTls.code]).toEqual([2, 2, 2]);
});

test.each(["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"])(
  "the timeout is for the whole response: %j",
  async (bytes) => {
    const run = await inspect(`http://127.0.0.1:${await raw(bytes, true)}`, {}, "--timeout", "0.2");
    expect(run.stderr).toMatch(/has not responded within 0\.2 s/);
    expect(run.code).toBe(2);
  },
);
