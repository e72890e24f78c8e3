/** A server's environment that Vite bundles in dev (`isBundled`, from Vite 8.4 on), where every edit that no module accepts evaluates all modules again. */
import { cp, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab, type Lab } from "../harness/lab.mjs";
import { nodes } from "../harness/node.mjs";
import { newest, type Cell } from "./cells";

/** The answer of `apps/bundled`; one number per object. */
interface Answer {
  id: string;
  text: string;
  lazy: string;
  accepted: string;
  hits: number;
  /** As `hits`, with a comment that asks to keep it. */
  total: number;
  state: number;
  context: number;
  disposed: { alive: number; log: string[] };
}

const disposed = fileURLToPath(new URL("../apps/edited/src/edited/disposed.ts", import.meta.url));

/** The app has the module with a disposer that `apps/edited` has. */
function open({ vite }: Cell, prepare?: (root: string) => Promise<void>): Promise<Lab> {
  const prepared = async (root: string) => {
    await cp(disposed, join(root, "src/disposed.ts"));
    await prepare?.(root);
  };
  return openLab({ vite, app: "bundled", node: nodes[8], log: "info", prepare: prepared });
}

const text = (value: string) => `export const text = "${value}";\n`;

describe.each(newest())("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let first: Answer;
  let asked = 0;

  beforeAll(async () => {
    lab = await open(cell);
    first = await answer();
  });
  afterAll(() => lab?.close());

  /** Expects a right answer: a context of its own, and the state of the first answer. */
  async function answer(from = lab, wait = 0): Promise<Answer> {
    const id = `request ${asked++}`;
    const response = await from.fetch(`/?id=${id}&wait=${wait}`);
    expect(response.status, from.output.join("")).toBe(200);
    const all = (await response.json()) as Answer;
    expect(all.id).toBe(id);
    return all;
  }

  const save = (file: string, content: string) => lab.edit(`src/${file}`, () => content);
  const kept = ({ state, context }: Answer) => ({ state, context });

  test("one line says what is not covered, and every module is evaluated once at start", async () => {
    const lines = lab.output.join("").match(/^.*rwstate: .*bundle.*$/gm);
    expect(lines).toEqual([expect.stringContaining("(ssr) rwstate: Vite bundles")]);
    const { hits, disposed } = await answer();
    expect({ hits, disposed }).toMatchObject({ hits: first.hits + 1, disposed: { alive: 1 } });
  });

  test("20 edits under load: state and contexts are kept, modules are disposed of, no request fails or is outdated", async () => {
    let isOver = false;
    let { total } = await answer();
    const load = [0, 20, 40, 60].map(async (wait) => {
      while (!isOver) await answer(lab, wait);
    });
    for (let edit = 0; edit < 20; edit++) {
      if (edit % 2 === 0) await save("text.ts", text(`text ${edit}`));
      else await save("lazy.ts", `export const lazy = "text ${edit}";\n`);
      const now = await answer();
      expect(edit % 2 === 0 ? now.text : now.lazy).toBe(`text ${edit}`);
      expect(kept(now)).toEqual(kept(first));
      expect(now.total).toBeGreaterThan(total);
      ({ total } = now);
      expect(now.disposed).toMatchObject({ alive: 1, log: [] });
    }
    isOver = true;
    await Promise.all(load);
    expect(lab.output.join("")).not.toContain("went on without waiting");
  });

  test("an update that a module accepts resets no other, and is not lost when all are evaluated again", async () => {
    const { hits } = await answer();
    await lab.edit("src/accepted.ts", (code) => code.replace("first", "second"));
    expect(await answer()).toMatchObject({ accepted: "accepted second", hits: hits + 1 });
    await lab.call("fullReload", { environment: "ssr" });
    expect(await answer()).toMatchObject({ accepted: "accepted second", hits: 1 });
  });

  test("a save that changes nothing holds no request", async () => {
    await save("text.ts", text("same"));
    const { hits } = await answer();
    await save("text.ts", text("same"));
    expect(await answer()).toMatchObject({ text: "same", hits: hits + 1 });
    expect(lab.output.join("")).not.toContain("went on without waiting");
  });

  test("the inspector shows the entries, and their resets evaluate all modules again", async () => {
    const snapshot = await (await lab.fetch("/__rwstate/snapshot.json")).json();
    const { environments } = snapshot as { environments: { name: string; entries: object[] }[] };
    const entries = environments.find(({ name }) => name === "ssr")?.entries;
    const shown = [
      { key: "app/src/context.ts#context", preview: "AsyncLocalStorage" },
      { key: "state", preview: "Map(0) {}" },
    ];
    expect(entries).toEqual(
      expect.arrayContaining(shown.map((one) => expect.objectContaining(one))),
    );
    const body = JSON.stringify({ environment: "ssr", key: "state" });
    const headers = { "x-rwstate": "1" };
    const reset = await lab.fetch("/__rwstate/reset", { method: "POST", body, headers });
    expect(reset.status).toBe(204);
    const { state, context } = first;
    await expect.poll(async () => (await answer()).state).not.toBe(state);
    first = await answer();
    expect(first.context).toBe(context);
  });

  test("a compile error ends neither the process nor the state, and its repair takes effect", async () => {
    await save("text.ts", "export const text = ;\n");
    expect((await lab.fetch("/?id=x")).status).toBe(500);
    expect(lab.output.join("")).toContain("Unexpected token");
    await save("text.ts", text("repaired"));
    const repaired = await answer();
    expect(repaired).toMatchObject({ text: "repaired", disposed: { alive: 1 } });
    expect(kept(repaired)).toEqual(kept(first));
    await save("text.ts", text("after it"));
    expect((await answer()).text).toBe("after it");
  });

  test("state outlives a restart", async () => {
    await lab.call("restart");
    expect(kept(await answer())).toEqual(kept(first));
    await save("text.ts", text("restarted"));
    expect((await answer()).text).toBe("restarted");
  });
});

test.each(newest())(
  "Vite $vite: edits before the first request are in its answer",
  async (cell) => {
    const lab = await open(cell);
    try {
      // rolldown watches files from the end of its first bundle on.
      await lab.edit("src/text.ts", () => text("early"));
      await lab.call("settled");
      await lab.edit("src/accepted.ts", (code) => code.replace("first", "early"));
      const answer = await (await lab.fetch("/?id=x")).json();
      expect(answer).toMatchObject({ text: "early", accepted: "accepted early" });
    } finally {
      await lab.close();
    }
  },
);

test.each(newest())("Vite $vite: an error at start is repaired by an edit", async (cell) => {
  const lab = await open(cell, (root) => writeFile(join(root, "src/text.ts"), "export const ;\n"));
  try {
    expect((await lab.fetch("/?id=x")).status).toBe(500);
    await lab.edit("src/text.ts", () => text("repaired"));
    expect(await (await lab.fetch("/?id=x")).json()).toMatchObject({ text: "repaired" });
  } finally {
    await lab.close();
  }
});
