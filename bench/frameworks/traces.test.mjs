/** The search of builds: what it finds, and what it leaves out. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesIn, tracesIn } from "./traces.mjs";

let root;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "traces-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function traces(files, except) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return (await tracesIn(root, await filesIn(root), except)).toSorted();
}

test("it finds the word in code, in maps, in the names of files and in packages that an output has", async () => {
  const found = {
    ".output/server/node_modules/rwstate/index.mjs": "",
    "dist/.vite/manifest.json": '{ "virtual:rwstate:edits": {} }',
    "dist/assets/rwstate-1a2b.js": "",
    "dist/server.js": "globalThis[Symbol.for('rwstate/v1')]",
    "dist/server.js.map": '{ "sources": ["../node_modules/RwState/state.mjs"] }',
  };
  const others = { "dist/client.js": "export {};", "dist/state.js": "const rw = 1, state = 2;" };
  expect(await traces({ ...found, ...others })).toEqual(Object.keys(found).toSorted());
});

test("it leaves out the app's own packages and caches", async () => {
  const files = ["node_modules/rwstate/index.mjs", ".vite/deps/a.js", ".wrangler/a.js"];
  expect(await traces(Object.fromEntries(files.map((file) => [file, "rwstate"])))).toEqual([]);
});

test("what an app asks for is no trace, and a path of the machine neither, but what stands beside it is", async () => {
  const files = {
    "asked.js": "defineRwState()",
    "left.js": "defineRwState(); // rwstate",
    "path.js": 'import "/home/a/rwstate/app.js";',
  };
  expect(await traces(files, [/defineRwState/g, "/home/a/rwstate/"])).toEqual(["left.js"]);
});
