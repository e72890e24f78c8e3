/** The inspector of real servers: what it shows, and who may see it. */
import { request } from "node:http";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumOptions } from "../harness/chromium.mjs";
import type { Lab } from "../harness/lab.mjs";
import { cells, inCell, openCell } from "./cells";

const overlay = fileURLToPath(new URL("../apps/lifecycle", import.meta.url));
const addLifecycle = (root: string) => cp(overlay, root, { recursive: true });

/** The part of a snapshot that the tests read. */
interface Snapshot {
  environments: {
    name: string;
    answers: boolean;
    entries: {
      key: string;
      kind: string;
      version?: string;
      disposable: boolean;
      survived: number;
      declared: { file: string; line: number }[];
      preview?: string;
    }[];
  }[];
  recoveries: {
    environment: string;
    dependencies: { name: string; importer?: string }[];
    kept?: number;
    reloaded: boolean;
    keys: string[];
  }[];
}

const environmentOf = { node: "ssr", workerd: "worker", browser: "client" };

/** Sends a request with any headers, also such as no browser sends. */
function ask(
  lab: Lab,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body = "",
) {
  const { hostname, port, host } = new URL(lab.url);
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      const sent = request(
        { hostname, port, path, method, headers: { host, ...headers }, setHost: false },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (text += chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode!, text, headers: response.headers }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body);
    },
  );
}

async function snapshot(lab: Lab): Promise<Snapshot> {
  const { status, text } = await ask(lab, "/__rwstate/snapshot.json");
  expect(status, text).toBe(200);
  return JSON.parse(text) as Snapshot;
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const name = environmentOf[cell.runtime];
  const environment = (shown: Snapshot) => shown.environments.find((one) => one.name === name)!;
  let lab: Lab;

  // A reload that the runner acknowledges in time also on a busy machine.
  const plugin = { appendDeps: false, gate: { acknowledgeMs: 20_000 } };
  beforeAll(async () => {
    lab = await openCell(cell, { prepare: addLifecycle, plugin });
    // On a busy machine a first request may discover what the scan has not found yet, and then there is a reload of its own.
    await lab.fetch("/settings");
    await lab.call("settled");
  });
  afterAll(() => lab?.close());

  test("shows entries, their owners and what they have survived, and resets an entry", async () => {
    await lab.fetch("/settings");
    const settings = (shown: Snapshot) =>
      environment(shown).entries.find(({ key }) => key === "settings")!;
    const first = settings(await snapshot(lab));
    expect(first).toMatchObject({ kind: "Object", version: "1", disposable: true, survived: 0 });
    expect(first.preview).toContain("made: 1");
    expect(first.declared).toEqual([
      { file: join(lab.root, "src/routes.ts"), line: expect.any(Number) },
    ]);

    // An entry of a rewritten module has a place in a file too.
    const context = environment(await snapshot(lab)).entries.find(({ key }) =>
      key.endsWith("src/routes.ts#context"),
    );
    const lines = (await readFile(join(lab.root, "src/routes.ts"), "utf8")).split("\n");
    const line = 1 + lines.findIndex((text) => text.includes("const context"));
    expect(context!.declared).toEqual([{ file: join(lab.root, "src/routes.ts"), line }]);

    await lab.importLate("fw/late");
    await lab.fetch("/settings");
    const second = await snapshot(lab);
    expect(settings(second).survived).toBe(1);
    const recovery = second.recoveries.find((one) => one.environment === name)!;
    expect(recovery).toMatchObject({
      reloaded: true,
      dependencies: [{ name: "fw/late", importer: "src/late.ts" }],
    });
    expect(recovery.keys).toContain("settings");

    await lab.edit("src/routes.ts", (text) => text.replace("made: 1", "made: 2"));
    const answered = async () => (await (await lab.fetch("/settings")).json()) as object;
    expect(await answered()).toMatchObject({ settings: { made: 1 } });
    const body = JSON.stringify({ environment: name, key: "settings" });
    const reset = await ask(lab, "/__rwstate/reset", { "x-rwstate": "1" }, "POST", body);
    expect(reset.status, reset.text).toBe(204);
    await expect.poll(answered).toMatchObject({ settings: { made: 2 } });
  });

  test("shows values in short, except for those whose keys are names of secrets", async () => {
    await lab.edit(
      "src/routes.ts",
      () => `import { defineRwState } from "rwsdk/__state";
        defineRwState("stripe.apiKey", () => "sk_live_1");
        defineRwState("user", () => ({ name: "Ada", password: "hunter2", get loud() { throw new Error("called"); } }));
        export const routes = {};`,
    );
    await lab.report();
    const { text } = await ask(lab, "/__rwstate/snapshot.json");
    expect(text).toContain("Ada");
    expect(text).not.toMatch(/sk_live|hunter2|called/);
  });

  if (cell.runtime === "workerd") return;

  test("refuses other origins and hosts, and serves its own origin alone", async () => {
    const { host, origin } = new URL(lab.url);
    const page = await ask(lab, "/__rwstate/");
    expect(page.status).toBe(200);
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'/);
    expect(page.headers["content-security-policy"]).not.toContain("unsafe");
    expect((await ask(lab, "/__rwstate")).status).toBe(302);
    const body = JSON.stringify({ environment: "ssr", key: "none" });
    const marked = { "x-rwstate": "1" };
    const refused: [number, string, Record<string, string>, string?][] = [
      [403, "/__rwstate/", { host: "evil.example" }],
      [403, "/__rwstate/snapshot.json", { host: "evil.example" }],
      [403, "/__rwstate/events", { origin: "http://evil.example" }],
      [403, "/__rwstate/snapshot.json", { origin: "null" }],
      [403, "/__rwstate/snapshot.json", { "sec-fetch-site": "cross-site" }],
      [403, "/__rwstate/reset", {}, "POST"],
      [403, "/__rwstate/reset", { ...marked, origin: "http://evil.example" }, "POST"],
      [403, "/__rwstate/reset", { ...marked, host: `evil.example:${host}` }, "POST"],
      [405, "/__rwstate/reset", marked, "GET"],
      [405, "/__rwstate/", {}, "POST"],
      [400, "/__rwstate/../package.json", {}],
      [400, "/__rwstate/%2e%2e/%2e%2e/package.json", {}],
      [400, "/__rwstate/..%2fpackage.json", {}],
      [404, "/__rwstate/package.json", {}],
      [404, "/__rwstate/reset", marked, "POST"],
    ];
    for (const [status, path, headers, method = "GET"] of refused) {
      const answer = await ask(
        lab,
        path,
        headers,
        method,
        method === "POST" ? body.replace("ssr", status === 404 ? "none" : "ssr") : "",
      );
      expect(answer.status, `${method} ${path} ${JSON.stringify(headers)}: ${answer.text}`).toBe(
        status,
      );
      expect(answer.text).not.toContain('"environments"');
    }
    const own = { ...marked, origin, "sec-fetch-site": "same-origin" };
    // The request of the page itself is allowed. It fails because there is no such entry.
    expect((await ask(lab, "/__rwstate/reset", own, "POST", body)).status).toBe(404);
    expect((await ask(lab, "/__rwstate/reset", own, "POST", "[]")).status).toBe(400);
  });
});

test.each(cells("node"))("Vite $vite: is below Vite's base, and prints its address", (cell) =>
  inCell(cell, { inline: { base: "/app/" }, log: "info" }, async (lab) => {
    expect((await ask(lab, "/app/__rwstate/")).status).toBe(200);
    await lab.call("printUrls");
    expect(lab.output.join("")).toMatch(/rwstate: +http:\/\/127\.0\.0\.1:\d+\/app\/__rwstate\//);
  }),
);

test.each(cells("node").filter(({ vite }) => vite === 8))("Vite $vite: can be turned off", (cell) =>
  inCell(cell, { plugin: { inspector: false } }, async (lab) => {
    expect((await ask(lab, "/__rwstate/snapshot.json")).text).not.toContain('"environments"');
  }),
);

describe.runIf(cells("browser").length > 0)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await chromium.launch(chromiumOptions)));
  afterAll(() => browser.close());

  test.each(cells("browser"))(
    "Vite $vite: shows an edit without a reload of the page, and resets an entry",
    ({ vite }) =>
      inCell({ vite, runtime: "node" }, { prepare: addLifecycle }, async (lab) => {
        const answered = async () => (await (await lab.fetch("/settings")).json()) as object;
        await answered();
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on(
          "console",
          (message) => void (message.type() === "error" && complaints.push(message.text())),
        );
        let loads = 0;
        page.on("load", () => loads++);
        await page.goto(new URL("/__rwstate/", lab.url).href);
        await page.getByRole("tab", { name: /^ssr/ }).click();
        const row = page.getByRole("row").filter({ hasText: "settings" });
        await row.waitFor();
        expect(await row.innerText()).toContain("made: 1");

        await lab.importLate("mitt");
        await answered();
        // Not timed, as a busy machine may take long.
        const moment = page.locator(".moment").filter({ hasText: "mitt" }).first();
        await moment.waitFor();
        expect(await moment.innerText()).toMatch(/appended.*src\/late\.ts/s);

        await lab.edit("src/routes.ts", (text) => text.replace("made: 1", "made: 2"));
        expect(await answered()).toMatchObject({ settings: { made: 1 } });
        const reset = row.getByRole("button", { name: /reset/i });
        await reset.click();
        await row
          .getByRole("button", { name: /sure|confirm|really|again|reset/i })
          .first()
          .click();
        await expect.poll(answered).toMatchObject({ settings: { made: 2 } });
        await expect.poll(() => row.innerText()).toContain("made: 2");
        expect(loads).toBe(1);
        expect(complaints).toEqual([]);
        await page.close();
      }),
  );
});
