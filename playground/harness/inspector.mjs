// Serves the inspector's page with scripted snapshots, in the place of a dev server.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const folder = new URL("../../packages/rwstate/dist/inspector/page/", import.meta.url);

/** The page must work below any base. */
const base = "/base/__rwstate/";

const types = { html: "text/html", js: "text/javascript", css: "text/css", svg: "image/svg+xml" };

/** The same policy as that of the plugin: nothing inline, nothing from other origins. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** @typedef {import("../../packages/rwstate/src/inspector/page/snapshot").Snapshot} Snapshot */

/**
 * What the page has asked for.
 *
 * @typedef {{ reset: { environment: string; key: string }; method: string; header: string | undefined }
 *   | { open: string }} Asked
 */

/**
 * @typedef {object} Inspector
 * @property {string} url
 * @property {Asked[]} asked
 * @property {() => number} opened how many streams the page has opened so far
 * @property {(snapshot: Snapshot) => void} send sends another snapshot
 * @property {(status: number) => void} answerResetsWith
 * @property {() => void} fall ends all streams, and answers every request with an error until `rise`
 * @property {(snapshot: Snapshot) => void} rise
 * @property {() => Promise<void>} close
 */

/**
 * Serves the page, with a snapshot at first.
 *
 * @param {Snapshot} snapshot
 * @returns {Promise<Inspector>}
 */
export async function serveInspector(snapshot) {
  const streams = new Set();
  /** The requests of the page, except for its files and streams. */
  const asked = [];
  let current = snapshot;
  let opened = 0;
  let isDown = false;
  /** The status of the answer to a reset. */
  let resetStatus = 204;

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    if (isDown) return response.writeHead(503).end();
    if (pathname === `${base}events`) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(event(current));
      streams.add(response);
      response.on("close", () => streams.delete(response));
      opened++;
      return;
    }
    if (pathname === `${base}reset`) {
      const { method, headers } = request;
      const body = JSON.parse(await text(request));
      asked.push({ reset: body, method, header: headers["x-rwstate"] });
      return response.writeHead(resetStatus).end();
    }
    if (pathname === "/base/__open-in-editor") {
      asked.push({ open: searchParams.get("file") });
      return response.end();
    }
    const name = pathname.slice(base.length) || "index.html";
    const found = pathname.startsWith(base) && /^[\w-]+\.\w+$/.test(name);
    const content = found && (await readFile(new URL(name, folder)).catch(() => undefined));
    if (!content) return response.writeHead(404).end();
    const type = types[name.split(".").at(-1)];
    response.writeHead(200, { "content-type": type, "content-security-policy": policy });
    response.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    asked,
    opened: () => opened,
    send(next) {
      current = next;
      for (const stream of streams) stream.write(event(next));
    },
    answerResetsWith(status) {
      resetStatus = status;
    },
    fall() {
      isDown = true;
      for (const stream of streams) stream.destroy();
    },
    rise(next) {
      current = next;
      isDown = false;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function event(snapshot) {
  return `event: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`;
}

async function text(request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
