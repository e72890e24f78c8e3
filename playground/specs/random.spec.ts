/** After each edit of programs that are made up, what their modules have registered is what a new process says. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { RandomProgram, type Files } from "../harness/random";
import { cells, openCell } from "./cells";

/** Each program has a seed. To look for more, take others. */
const seeds = [1, 2, 3, 4, 5, 6];
const edits = 6;
const failed = "an error";

/** Adds a route that returns the state of a program, which has one file at first. For `prepare`. */
async function addRoute(root: string): Promise<void> {
  await mkdir(join(root, "src/random"));
  await writeFile(join(root, "src/random/main.js"), "export const state = () => ({});\n");
  const routes = join(root, "src/routes.ts");
  const text = await readFile(routes, "utf8");
  const route = "\n  random: async () => Response.json(await state()),";
  const routed = text.replace("> = {", `> = {${route}`);
  await writeFile(routes, `import { state } from "./random/main.js";\n${routed}`);
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;

  beforeAll(async () => void (lab = await openCell(cell, { prepare: addRoute })));
  afterAll(() => lab?.close());

  test.each(seeds)("program %i", async (seed) => {
    const program = new RandomProgram(seed);
    const state = async () => (await lab.fetch("/random")).json().catch(() => failed);
    let before: Files = {};
    const done = ["begun"];
    onTestFinished(async () => {
      await writeFile(join(lab.root, "src/random/main.js"), "export const state = () => ({});\n");
      for (const file of Object.keys(before).filter((file) => file !== "main.js")) {
        await rm(join(lab.root, "src/random", file));
      }
      await expect.poll(state).toEqual({});
    });
    for (let edit = 0; edit <= edits; edit++) {
      if (edit > 0) done.push(program.edit());
      const after = program.files();
      await save(lab, before, after);
      before = after;
      await expect.poll(state, { message: done.join("; ") }).toEqual(await inNewProcess(after));
    }
  });
});

/** Saves what has changed, all files at once: first what is new, and last what is removed. */
async function save(lab: Lab, before: Files, after: Files): Promise<void> {
  const files = Object.keys({ ...before, ...after }).filter((file) => before[file] !== after[file]);
  // The watcher drops a change that follows another of the same file within 50 ms.
  await new Promise((resolve) => setTimeout(resolve, 60));
  const rank = (file: string) =>
    before[file] === undefined ? 0 : after[file] === undefined ? 2 : 1;
  for (const file of files.sort((one, other) => rank(one) - rank(other))) {
    const path = join(lab.root, "src/random", file);
    await (after[file] === undefined ? rm(path) : writeFile(path, after[file]));
  }
}

/** The state of a program that was never edited; an error where its modules throw. A new folder has modules of its own. */
async function inNewProcess(files: Files): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "random-"));
  try {
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    const { state } = await import(/* @vite-ignore */ pathToFileURL(join(folder, "main.js")).href);
    return JSON.parse(JSON.stringify(await state()));
  } catch {
    return failed;
  } finally {
    await rm(folder, { recursive: true });
  }
}
