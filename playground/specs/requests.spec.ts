/** Requests of every kind during an edit: none deadlocks, none delays the edit beyond the time limit, and only GETs are replayed. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { addTraffic } from "../harness/traffic.mjs";
import { cells, openCell } from "./cells";
import { counts, inApp, openPost } from "./open";

const drainLine = "requests in flight outlasted gate.drainMs";

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let edits = 0;

  beforeAll(async () => {
    // Dependencies that a request discovers are bundled by Vite.
    const plugin = { gate: { drainMs: 3000, replayMs: 20_000 }, appendDeps: false };
    lab = await openCell(cell, { prepare: addTraffic, log: "info", plugin });
    await lab.report();
  });
  afterAll(() => lab.close());

  /** Saves the app's module. Resolves when Vite has processed that. */
  const edit = () =>
    lab.edit("src/app.ts", (text) => `${text}\nexport const edit${edits++} = 1;\n`);
  const json = async (answer: Promise<Response>) => (await answer).json();
  const said = () => lab.output.join("");

  /** Closes the gate until `act` ends the request that the edit waits for. */
  async function whileHeld(id: string, act: (release: () => void) => Promise<void>) {
    const { answer, end } = await openPost(lab, id);
    const edited = edit();
    await lab.call("changed");
    await act(end);
    expect(await answer).toMatchObject({ id, context: id });
    await edited;
    expect(said()).not.toContain(drainLine);
  }

  test("a streaming response is complete, and the edit waits for its end", async () => {
    const response = await lab.fetch("/stream?parts=8");
    await edit();
    expect((await response.text()).match(/data: \d/g)).toHaveLength(8);
    expect((await lab.report()).contexts.length).toBeGreaterThan(0);
    expect(said()).not.toContain(drainLine);
  });

  test("an edit does not wait for server-sent events", async () => {
    const controller = new AbortController();
    const response = await lab.fetch("/events", { signal: controller.signal });
    const reader = response.body!.getReader();
    await reader.read();
    await edit();
    await lab.report();
    expect(said()).not.toContain(drainLine);
    controller.abort();
    await reader.closed.catch(() => {});
  });

  test("an edit does not wait for a WebSocket, which stays open", async () => {
    // Vite's own WebSocket, as the app on Node has none.
    const [path, protocol] = cell.runtime === "node" ? ["/", "vite-ping"] : ["/socket", undefined];
    const upgrade = httpRequest(new URL(path, lab.url), {
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "cndzdGF0ZSByd3N0YXRlIQ==",
        ...(protocol && { "sec-websocket-protocol": protocol }),
      },
    });
    upgrade.end();
    const [response, socket] = await once(upgrade, "upgrade");
    expect(response.statusCode).toBe(101);
    await edit();
    await lab.report();
    expect(said()).not.toContain(drainLine);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  test("an upload during an edit is received completely, once", async () => {
    const { answer, send, end } = await openPost(lab, "upload");
    const edited = edit();
    await lab.call("changed");
    for (let part = 0; part < 10; part++) send("x".repeat(50_000));
    end();
    expect(await answer).toEqual({ id: "upload", context: "upload", length: 500_001 });
    await edited;
    expect(await counts(lab)).toMatchObject({ upload: 1 });
    expect(said()).not.toContain(drainLine);
  });

  test("an upload, a GET and a HEAD wait while the gate is closed, and are answered then", () =>
    whileHeld("waits", async (release) => {
      const body = "x".repeat(1_000_000);
      const answers = Promise.all([
        json(lab.fetch("/count?id=held", { method: "POST", body })),
        lab.report(),
        lab.fetch("/?id=head", { method: "HEAD" }),
      ]);
      await lab.call("arrived", { url: "/?id=head" });
      release();
      const [posted, got, head] = await answers;
      expect(posted).toMatchObject({ context: "held", length: 1_000_000 });
      expect(new Set(got.contexts)).toEqual(new Set([got.id]));
      expect(head.status).toBe(200);
      expect(await counts(lab)).toMatchObject({ held: 1 });
    }));

  test("a held request that the client aborts never reaches the app", async () => {
    await whileHeld("aborts", async (release) => {
      const controller = new AbortController();
      const init = { method: "POST", body: "x", signal: controller.signal };
      const aborted = lab.fetch("/count?id=aborted", init);
      await lab.call("arrived", { url: "/count?id=aborted" });
      controller.abort();
      await expect(aborted).rejects.toThrow("abort");
      release();
    });
    expect(await counts(lab)).not.toHaveProperty("aborted");
  });

  test("a request for a module is never held", () =>
    whileHeld("asks", async (release) => {
      const order: string[] = [];
      const held = lab.report().then(() => order.push("page"));
      const client = await lab.fetch("/@vite/client");
      expect(client.status).toBe(200);
      await client.text();
      order.push("module");
      release();
      await held;
      expect(order).toEqual(["module", "page"]);
    }));

  test("a GET that fails during an edit is replayed; a POST, and a GET whose response has begun, are not", async () => {
    const { end } = await openPost(lab, "fails");
    const got = json(lab.fetch("/fails-once?id=get&after=fails"));
    const posted = lab.fetch("/fails-once?id=post&after=fails", { method: "POST", body: "x" });
    const response = await lab.fetch("/breaks?id=begun&after=fails");
    const broken = response.text().catch(() => "broken");
    await inApp(lab, "get", "post");
    const edited = edit();
    await lab.call("changed");
    end();
    await edited;
    expect(await got).toEqual({ id: "get", times: 2 });
    expect((await posted).status).toBe(500);
    expect(await broken).toMatch(/^(broken|data: 0\n\n)/);
    expect(await counts(lab)).toMatchObject({ get: 2, post: 1, begun: 1 });
  });

  test("a time limit ends the wait of a handler that fetches its own server while the gate drains", async () => {
    const url = encodeURIComponent(new URL("/?id=inner", lab.url).href);
    const { end } = await openPost(lab, "fetches");
    const outer = json(lab.fetch(`/self?id=outer&after=fetches&url=${url}`));
    await inApp(lab, "outer");
    const edited = edit();
    await lab.call("changed");
    end();
    await edited;
    expect(await outer).toEqual({ id: "outer", status: 200 });
    expect(said().split(drainLine)).toHaveLength(2);
  });

  test("a POST whose computed import discovers a dependency fails, and one message explains why", async () => {
    const { end } = await openPost(lab, "imports");
    const post = (id: string) =>
      lab.fetch(`/computed?id=${id}&name=form&after=imports`, { method: "POST", body: "x" });
    const posted = [post("one"), post("two")];
    await inApp(lab, "one", "two");
    end();
    const answers = await Promise.all(posted);
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    await lab.report();
    expect(said().match(/error\[RWS008\]/g)).toHaveLength(1);
    expect(said()).toMatch(
      /POST \/computed\S* failed because Vite re-optimized for react-hook-form \(imported by src\/computed\/form\.ts\)/,
    );
    expect((await lab.call("overlays")).at(-1)).toContain("error[RWS008]");
    expect(await json(post("again"))).toEqual({ id: "again", html: "<p>false</p>" });
  });

  test("no rejection was unhandled, and no listener was left", () => {
    expect(said()).not.toMatch(/Unhandled|MaxListeners/);
  });
});
