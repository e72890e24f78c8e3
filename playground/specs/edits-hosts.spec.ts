/** Targeted edits where a framework, an option or a server's own settings change what Vite does with a save. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addEdited } from "../harness/traffic.mjs";
import { cells, inCell } from "./cells";
import { ask, inFolder, peek, type Seen } from "./edited";

/** A framework whose hook makes a request for a saved module, then invalidates the module, and hides it from Vite. */
const invalidating = `{
  name: "playground:invalidating",
  async hotUpdate({ file }) {
    const { name, runner, moduleGraph } = this.environment;
    if (name !== "ssr") return undefined;
    await runner.import("/src/entry.ts");
    for (const module of moduleGraph.getModulesByFile(file) ?? []) moduleGraph.invalidateModule(module);
    return [];
  },
}`;

describe.each(cells("node"))("Vite $vite, $runtime", (cell) => {
  test("a saved module that a framework's hook invalidates too is evaluated once", async () => {
    async function prepare(root: string) {
      await addEdited(root);
      const config = join(root, "vite.config.mjs");
      const text = await readFile(config, "utf8");
      await writeFile(config, text.replace("server()]", `server(), ${invalidating}]`));
    }
    await inCell(cell, { prepare, log: "info" }, async (lab) => {
      await ask(lab);
      for (let edit = 1; edit <= 3; edit++) {
        const touched = `import { define } from "./registry";
define("touched", "edit ${edit}");
export const touched = "edit ${edit}";
`;
        await lab.edit(inFolder("touched.ts"), () => touched);
        const { hits, texts, defined } = await ask(lab);
        expect(hits).toBe(edit + 1);
        expect(texts.touched).toBe(`edit ${edit}`);
        expect(defined.touched).toBe(`edit ${edit}`);
      }
      expect(lab.output.join("")).not.toContain("already registered");
    });
  });
});

describe.each(cells("node").filter(({ vite }) => vite === 8))("Vite $vite, $runtime", (cell) => {
  const host = "127.0.0.1";
  const files = [
    ["touched.ts", "touched", 'export const touched = "saved";\n'],
    ["chain.ts", "chain", 'export const chain = () => "saved";\n'],
    ["lazy.ts", "lazy", 'export const text = "saved";\n'],
    ["data.json", "data", '{ "text": "saved" }\n'],
  ] as const;

  test.each([
    ["a watcher that polls", { host, watch: { usePolling: true, interval: 20 } }],
    ["no connection to pages", { host, ws: false }],
    ["no HMR", { host, hmr: false }],
  ])("with %s edits take effect, and other modules keep their state", (_, server) =>
    inCell(cell, { prepare: addEdited, inline: { server } }, async (lab) => {
      // Each file once, as Chokidar drops a change within 50 ms of the last one of a file.
      for (const [index, [file, name, text]] of files.entries()) {
        expect(await ask(lab)).toMatchObject({ hits: index + 1 });
        const path = join(lab.root, inFolder(file));
        await lab.call("watched", path);
        await writeFile(path, text);
        await expect.poll(async () => (await peek(lab)).texts[name]).toBe("saved");
      }
      // The registry, which is not saved, throws if a name is registered twice.
      const registrant = 'import { define } from "./registry";\n\ndefine("user", "saved");\n';
      await lab.call("watched", join(lab.root, inFolder("registrant.ts")));
      await writeFile(join(lab.root, inFolder("registrant.ts")), registrant);
      await expect.poll(async () => (await peek(lab)).defined).toEqual({ user: "saved" });
    }),
  );

  test("without HMR, what is saved while a request evaluates an edit waits for its end", () =>
    inCell(
      cell,
      { prepare: addEdited, log: "info", inline: { server: { host, hmr: false } } },
      async (lab) => {
        const write = (file: string, text: string) =>
          writeFile(join(lab.root, inFolder(file)), text);
        await ask(lab);
        await lab.call("watched", join(lab.root, inFolder("touched.ts")));
        await lab.call("watched", join(lab.root, inFolder("registry.ts")));
        await write("slow.ts", "await new Promise((resolve) => setTimeout(resolve, 500));\n");
        await write(
          "touched.ts",
          `import "./slow";
import { define } from "./registry";
define("touched", "slowly");
export const touched = "slowly";
`,
        );
        const asked: Promise<Seen>[] = [];
        await expect
          .poll(() => {
            asked.push(peek(lab));
            return lab.call("fetched");
          })
          .toContain("/src/edited/slow.ts");
        // Without the wait the next request evaluates the registrant again, and both instances register with the new registry.
        const registry = await readFile(join(lab.root, inFolder("registry.ts")), "utf8");
        const entries = "Object.fromEntries(names)";
        await write("registry.ts", registry.replace(entries, `({ ...${entries}, saved: "yes" })`));
        await expect.poll(async () => (await peek(lab)).defined.saved).toBe("yes");
        await Promise.all(asked);
        expect((await peek(lab)).defined).toMatchObject({ touched: "slowly", saved: "yes" });
        expect(lab.output.join("")).not.toContain("already registered");
      },
    ));

  test("with `hot: false` in an environment, modules are disposed of, and no edit waits for an update that is dropped", async () => {
    async function prepare(root: string) {
      await addEdited(root);
      const config = join(root, "vite.config.mjs");
      const text = await readFile(config, "utf8");
      const create =
        "dev: { createEnvironment: (name, config) => createRunnableDevEnvironment(name, config, { hot: false }) }";
      await writeFile(config, text.replace("    ssr,", `    ssr: { ...ssr, ${create} },`));
    }
    await inCell(cell, { prepare }, async (lab) => {
      const { disposed } = await ask(lab);
      for (let edit = 1; edit <= 3; edit++) {
        await lab.edit(inFolder("disposed.ts"), (text) => `${text}// ${edit}\nvoid ${edit};\n`);
        const seen = await ask(lab);
        expect(seen.hits).toBe(edit + 1);
        expect(seen.disposed).toEqual({ number: disposed.number + edit, alive: 1, log: [] });
      }
    });
  });

  test("with targetedEdits: false an edit evaluates every module again", () =>
    inCell(cell, { prepare: addEdited, plugin: { targetedEdits: false } }, async (lab) => {
      expect(await ask(lab)).toMatchObject({ hits: 1, evaluations: 1 });
      await lab.edit(inFolder("touched.ts"), () => 'export const touched = "text";\n');
      expect(await ask(lab)).toMatchObject({ hits: 1, evaluations: 2 });
    }));
});
