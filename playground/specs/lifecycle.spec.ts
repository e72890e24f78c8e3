/** The life of entries on real runners: versions, disposal, and diagnostics. */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, type Lab } from "../harness/lab.mjs";
import { cells, inCell, openCell } from "./cells";

const overlay = fileURLToPath(new URL("../apps/lifecycle", import.meta.url));
const pglite = "@electric-sql/pglite";

const addLifecycle = (root: string) => cp(overlay, root, { recursive: true });

/** The diagnostics in the terminal with a code. */
const said = (lab: Lab, code: string, of = "") =>
  lab.output
    .join("")
    .split("\n")
    .filter((line) => line.includes(`[${code}]`) && line.includes(of));

async function fetched(lab: Lab, path: string): Promise<any> {
  const response = await lab.fetch(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const routes = "src/routes.ts";
  let lab: Lab;

  beforeAll(async () => void (lab = await openCell(cell, { prepare: addLifecycle, log: "info" })));
  afterAll(() => lab.close());

  const output = () => lab.output.join("");
  const disposals = () => output().split("disposed of settings").length - 1;

  // The first test, as every full reload evaluates the class again.
  test("an instance of a class whose module was evaluated again is reported once, with its entry", async () => {
    expect((await fetched(lab, "/settings")).isStore).toBe(true);
    expect(said(lab, "RWS029")).toEqual([]);
    for (const count of [1, 2]) {
      await lab.edit("src/store.ts", (text) => text.replace(/count = \d/, `count = ${count}`));
      expect((await fetched(lab, "/settings")).isStore).toBe(false);
    }
    await expect.poll(() => said(lab, "RWS029").length).toBe(1);
    expect(said(lab, "RWS029")[0]).toContain(
      'the entry "store" holds an instance of an older `Store`',
    );
    expect(output()).toMatch(/at: environment \w+, src\/routes\.ts:\d+/);
  });

  test("an edit of the version resets the entry, and disposes of the old value", async () => {
    expect((await fetched(lab, "/settings")).settings).toEqual({ made: 1 });
    await lab.edit(routes, (text) => text.replace("made: 1", "made: 2"));
    expect((await fetched(lab, "/settings")).settings).toEqual({ made: 1 });
    expect(disposals()).toBe(0);
    await lab.edit(routes, (text) => text.replace("version: 1", "version: 2"));
    expect((await fetched(lab, "/settings")).settings).toEqual({ made: 2 });
    await expect.poll(disposals).toBe(1);
  });

  test("a callback that fails is reported with its entry and its error", async () => {
    await fetched(lab, "/fail");
    await expect
      .poll(output)
      .toContain('rwstate: dispose of "failing" has failed: Error: the disk is full');
    await expect.poll(() => said(lab, "RWS027").length).toBeGreaterThan(0);
    const [migrate, dispose] = said(lab, "RWS027");
    expect(migrate).toContain('`migrate` of the entry "failing" has failed');
    expect(migrate).toContain("the schema is unknown");
    // In workerd a message that a request sends at its end may be lost.
    if (cell.runtime === "workerd") return;
    expect(dispose).toContain('`dispose` of the entry "failing" has failed');
    expect(dispose).toContain("the disk is full");
  });

  test("two owners of one key are reported once, and a declaration that moves to another file is not", async () => {
    await fetched(lab, "/settings");
    const declare = `import { defineRwState } from "rwsdk/__state";\ndefineRwState("settings", () => ({ made: 3 }));\n`;
    await lab.create("src/second.ts", declare);
    await lab.edit(routes, (text) => `import "./second";\n${text}`);
    await fetched(lab, "/settings");
    await expect.poll(() => said(lab, "RWS028", '"settings"').length).toBe(1);
    const line =
      1 +
      (await readFile(join(lab.root, routes), "utf8"))
        .split("\n")
        .findIndex((text) => /defineRwState.*"settings"/.test(text));
    expect(said(lab, "RWS028", '"settings"')[0]).toContain(
      `in src/routes.ts:${line} and in src/second.ts:2`,
    );
    // A declaration of a package is found in the optimizer's output, and reported with the package's own file.
    await lab.importLate("fw/late");
    await fetched(lab, "/settings");
    await expect
      .poll(() => said(lab, "RWS028", "node_modules/fw/dist/late.js:").length)
      .toBeGreaterThan(0);
    await lab.create("src/third.ts", "export {};\n");
    await lab.edit("src/second.ts", () => 'import "./third";\n');
    // The file that had the key has changed on disk, and has not been requested since.
    await lab.edit(routes, (text) => text.replace('"store"', '"moved"'));
    await lab.edit("src/third.ts", () => declare.replace("settings", "store"));
    await fetched(lab, "/settings");
    await fetched(lab, "/settings");
    expect(said(lab, "RWS028", '"store"')).toEqual([]);
    expect(said(lab, "RWS028", '"settings"')).toHaveLength(1);
  });

  test("a reset of all entries disposes of them one after the other, the latest first", async () => {
    const { log, kept } = await fetched(lab, "/all");
    expect(log).toEqual([
      "third begins to end",
      "second begins to end",
      "second has ended",
      "first begins to end",
      "first has ended",
    ]);
    expect(kept).toBe(false);
    await expect.poll(disposals).toBe(2);
  });

  test("a server that closes disposes of its entries", async () => {
    // Entries that were reset are made again with their module.
    await lab.edit(routes, (text) => `${text}\nexport const edited = 1;\n`);
    await fetched(lab, "/settings");
    expect(disposals()).toBe(2);
    await lab.call("close");
    expect(disposals()).toBe(3);
  });
});

test.each(cells("node"))(
  "Vite $vite, $runtime: a restarted server has no value that the old server has disposed of",
  (cell) => {
    const prepare = async (root: string) => {
      await addLifecycle(root);
      const file = join(root, "vite.config.mjs");
      // Evaluates modules before the old server closes.
      const early =
        '{ name: "early", async configureServer({ environments }) { await environments.ssr.runner.import("/src/entry.ts"); } }';
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("plugins: [", `plugins: [${early}, `));
    };
    const env = { PLAYGROUND_EXTERNALS: "default" };
    return inCell(cell, { prepare, env }, async (lab) => {
      expect((await fetched(lab, "/settings")).settings).toEqual({ made: 1 });
      await lab.call("restart");
      expect((await fetched(lab, "/settings")).settings).toEqual({ made: 1 });
    });
  },
);

test.each(cells("node"))(
  "Vite $vite, $runtime: after 20 edits and 5 restarts one server, one timer and one database are alive",
  async (cell) => {
    const port = await freePort();
    const prepare = async (root: string) => {
      await addLifecycle(root);
      await rm(join(root, "src/routes.ts"));
      await writeFile(
        join(root, "src/routes.ts"),
        'import { held } from "./held";\nexport const routes = { held };\n',
      );
    };
    const external = { resolve: { external: [pglite] }, optimizeDeps: { exclude: [pglite] } };
    const options = {
      prepare,
      env: { PLAYGROUND_PORT: String(port) },
      inline: { environments: { ssr: external } },
    };
    await inCell(cell, options, async (lab) => {
      const one = { rows: [{ two: 2 }], servers: 1, timers: 1, databases: 1, errors: [] };
      expect(await fetched(lab, "/held")).toEqual({ ...one, made: 3 });
      for (const late of latePackages.slice(0, 10)) {
        await lab.importLate(late);
        expect(await fetched(lab, "/held")).toEqual({ ...one, made: 3 });
        await lab.edit("src/held.ts", (text) => `${text}// ${late}\n`);
        expect(await fetched(lab, "/held")).toEqual({ ...one, made: 3 });
      }
      for (let restarts = 1; restarts <= 5; restarts++) {
        await lab.call("restart");
        expect(await fetched(lab, "/held")).toEqual({ ...one, made: 3 + 3 * restarts });
        expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("held");
      }
      await lab.call("close");
      expect(await lab.call("alive")).toEqual({ servers: 0, databases: 0 });
    });
  },
);

/** A free port. If another process takes it before the app does, the app reports that. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
