/** In a real browser a late dependency is appended: no page is reloaded, and none loses its state. */
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumOptions } from "../harness/chromium.mjs";
import { openLab, serveLab, type Lab } from "../harness/lab.mjs";
import { cells } from "./cells";
import { edits, installPackages, optimizeDeps } from "./client-edits";
import { ClientPage } from "./client-page";

const wanted = cells("browser");
let browser: Browser;
beforeAll(async () => void (browser = await chromium.launch(chromiumOptions)));
afterAll(() => browser.close());

describe.each(wanted)("Vite $vite", ({ vite }) => {
  let lab: Lab;
  let inline: object;
  let context: BrowserContext;
  beforeAll(async () => {
    const prepare = async (root: string) => {
      await installPackages(root);
      // The page imports all routes here by a glob. Tests add some.
      await mkdir(join(root, "src/routes"));
    };
    const server = { host: "127.0.0.1", port: await freePort(), strictPort: true };
    inline = { server, optimizeDeps };
    lab = await openLab({ vite, app: "client", inline, prepare });
    context = await browser.newContext();
  });
  afterAll(async () => {
    await context.close();
    await lab.close();
  });

  test.each(Object.keys(edits))("edits of the page %s", async (name) => {
    const opened = await ClientPage.open(context, lab, name);
    const isPlain = name === "plain";
    await opened.shows(isPlain ? "#out" : "#part", "first");
    if (!isPlain) await opened.page.click("#clicks");
    await opened.use();
    for (const { file, text, selector, result } of edits[name]!) {
      await lab.edit(file, () => text);
      await opened.shows(selector, result);
    }
    await opened.expectUntouched();
    // The components around the edited one keep their state, and the style of the last dependency is there.
    if (!isPlain) await opened.shows("#clicks", "1");
    else expect(await opened.call("color", "#out")).toBe("rgb(1, 2, 3)");
    await opened.page.close();
  });

  test("an error in an appended dependency maps to its source", async () => {
    const opened = await ClientPage.open(context, lab, "plain");
    await opened.shows("#out", edits.plain!.at(-1)!.result);
    const stack = String(await opened.call("stackOf", "fail"));
    const [, url, line, column] = /at fail \((.*):(\d+):(\d+)\)/.exec(stack)!;
    const payload = await sourceMapOf(url!);
    const entry = new SourceMap(payload).findEntry(Number(line) - 1, Number(column) - 1);
    expect(entry).toMatchObject({
      originalSource: expect.stringMatching(/styled\/index\.js$/),
      originalLine: 4,
    });
    await opened.page.close();
  });

  test("lazy routes, and a worker", async () => {
    await lab.create(
      "src/routes/route.ts",
      'import { clsx } from "clsx";\nshow(clsx("a", "b"));\n',
    );
    await lab.create(
      "src/worker.ts",
      'import { string } from "valibot";\npostMessage(typeof string);\n',
    );
    await lab.create(
      "src/routes/worker.ts",
      'const worker = new Worker(new URL("../worker.ts", import.meta.url), { type: "module" });\nworker.onmessage = ({ data }) => show(`worker: ${data}`);\n',
    );
    const opened = await ClientPage.open(context, lab, "plain");
    await opened.use();
    await opened.call("visit", "route");
    await opened.shows("#out", "a b");
    await opened.call("visit", "worker");
    await opened.shows("#out", "worker: function");
    await opened.expectUntouched();
    await opened.page.close();
  });

  test("stories, one by one", async () => {
    const opened = await ClientPage.open(context, lab, "stories");
    await opened.page.waitForFunction(() => "story" in globalThis);
    await opened.use();
    for (const [name, result] of stories) {
      await opened.call("story", name);
      await opened.shows("#out", result);
    }
    await opened.expectUntouched();
    await opened.page.close();
  });

  test("outputs are cached for ever, under URLs that stay the same", async () => {
    const { file, text, selector, result } = edits.react!.at(-1)!;
    await lab.edit(file, () => text);
    const first = await ClientPage.open(context, lab, "react");
    await first.shows(selector, result);
    const addresses = [...first.outputs.keys()].toSorted();
    const files = addresses.map((address) => address.replace(/\?v=\w{8}$/, ""));
    expect(files).toEqual(expect.arrayContaining(["react.js", "swr.js"]));
    expect(new Set(files).size).toBe(files.length);
    expect(new Set(first.outputs.values())).toEqual(new Set(["max-age=31536000,immutable"]));

    const second = await ClientPage.open(context, lab, "react");
    await second.shows(selector, result);
    expect([...second.outputs.keys()].toSorted()).toEqual(addresses);
    const protocol = await context.newCDPSession(second.page);
    await protocol.send("Network.setCacheDisabled", { cacheDisabled: true });
    second.outputs.clear();
    await second.page.reload();
    await second.shows(selector, result);
    expect([...second.outputs.keys()].toSorted()).toEqual(addresses);

    // A new process serves the same outputs to pages that were open before.
    for (const { page, outputs } of [first, second]) {
      await page.evaluate("mark = 1");
      outputs.clear();
    }
    await lab.end();
    lab = await serveLab(lab.root, { inline });
    for (const opened of [first, second]) {
      // A page in the background draws nothing.
      await opened.page.bringToFront();
      await opened.page.waitForFunction("!globalThis.mark");
      await opened.shows(selector, result);
      const again = [...opened.outputs.keys()].toSorted();
      expect(again.map((address) => address.replace(/\?v=\w{8}$/, ""))).toEqual(files);
    }
    expect((await lab.call("runs")).client).toBe(0);
  });
});

test.runIf(wanted.some(({ vite }) => vite === 8))(
  "with `client: false` the page is loaded again",
  async () => {
    const lab = await openLab({
      vite: 8,
      app: "client",
      plugin: { appendDeps: { client: false } },
    });
    try {
      const opened = await ClientPage.open(await browser.newContext(), lab, "plain");
      await opened.shows("#out", "first");
      const { file, text, selector, result } = edits.plain![1]!;
      await lab.edit(file, () => text);
      await expect.poll(() => opened.loads, { timeout: 30_000 }).toBeGreaterThan(1);
      await opened.shows(selector, result);
    } finally {
      await lab.close();
    }
  },
);

/** The source map of the code at a URL. Vite 8 appends it to the code, Vite 6 and 7 serve it as a file. */
async function sourceMapOf(url: string): Promise<SourceMapPayload> {
  const text = await (await fetch(url)).text();
  const [, map] = /\/\/# sourceMappingURL=(.*)/.exec(text)!;
  return (await fetch(new URL(map!, url))).json() as Promise<SourceMapPayload>;
}

/** A port outside of Vite's own, which servers of other tests take. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const stories = [
  ["ufo", "/a?b=1"],
  ["mitt", "function"],
  ["superjson", "1"],
  ["nanostores", "1"],
  ["devalue", "{a:1}"],
  ["zod", "a"],
] as const;
