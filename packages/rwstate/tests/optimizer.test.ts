/** Which modules of dependencies an optimizer passes on to be rewritten. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { expect, test } from "vitest";
import { optimizerOptions } from "../src/preserve/optimizer.js";

test("Rolldown passes on the modules that have one of the words, and no others", async () => {
  const root = await mkdtemp(join(tmpdir(), "rwstate-"));
  try {
    const imported = ["context", "kept", "plain"];
    const modules = {
      "context.js": "export const context = new AsyncLocalStorage();",
      "kept.js": "/* rwstate: keep */ export const kept = new Map();",
      "plain.js": "export const plain = new Map();",
      "entry.js": imported.map((name) => `export * from "./${name}.js";`).join("\n"),
    };
    for (const [file, text] of Object.entries(modules)) await writeFile(join(root, file), text);
    const passedOn: string[] = [];
    const rewrite = (_: string, path: string) => {
      passedOn.push(path.slice(root.length + 1));
      return undefined;
    };
    const none = () => undefined;
    const words = ["AsyncLocalStorage", "rwstate:"];
    const { rolldownOptions } = optimizerOptions(rewrite, words, "a", none, () => null);
    const options = { ...rolldownOptions, input: join(root, "entry.js") };
    const made = { write: false, rolldownOptions: options };
    await build({ root, configFile: false, logLevel: "silent", build: made });
    expect(passedOn.toSorted()).toEqual(["context.js", "kept.js"]);
  } finally {
    await rm(root, { recursive: true });
  }
});
