/** A dependency that does not bundle fails alone, and its errors have the positions of its source. */
import { readFile, writeFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { addForms, addProbes, ask } from "../harness/forms";
import { inCell, majors } from "./cells";

const deps = "node_modules/.vite/deps_ssr";

/** The file and line at which an output throws, by its source map. */
async function thrownIn(output: string): Promise<string> {
  const lines = (await readFile(output, "utf8")).split("\n");
  const line = lines.findIndex((text) => text.includes("throw new Error"));
  const map = new SourceMap(JSON.parse(await readFile(`${output}.map`, "utf8")));
  const entry = map.findEntry(line, lines[line]!.indexOf("new Error"));
  if (!("originalSource" in entry)) return "nowhere";
  return `${resolve(dirname(output), entry.originalSource)}:${entry.originalLine + 1}`;
}

describe.each(majors())("Vite %i", (vite) => {
  test("errors of late dependencies", () =>
    inCell(
      { vite, runtime: "node" },
      {
        log: "info",
        prepare: async (root) => {
          await addProbes(root);
          await addForms(root, "errors", "stack", "es");
        },
      },
      async (lab) => {
        await lab.report();
        const probe = (name: string) => ask(lab, "ssr", name);

        const together = (await probe("errors-together")) as string[];
        expect(together[0]).toBe("fine");
        expect(together[1]).toMatch(/RWS031.*`syntax` cannot be bundled for `ssr`/s);
        expect(together[1]).toContain("syntax/index.js");
        // Rolldown leaves the import in the output, as in Vite's own.
        if (vite === 8) expect(together[2]).toContain("Cannot find module 'not-installed'");
        else
          expect(together[2]).toMatch(
            /RWS031.*`unresolved` cannot be bundled for `ssr`.*not-installed/s,
          );
        expect(await probe("errors-syntax")).toMatch(/^500 .*RWS031/s);
        expect(await probe("errors-syntax")).toMatch(/^500 .*RWS031/s);
        expect(lab.output.join("")).not.toContain("RWS030");
        // The server still works.
        expect(await probe("es-2")).toEqual(["inner", true, true, true]);

        await writeFile(join(lab.root, "node_modules/syntax/index.js"), "export const value = 1;");
        await addForms(lab.root, "installed");
        expect(await probe("errors-syntax")).toBe(1);
        // With Vite 8, which leaves the import in, a runner remembers that the module has failed.
        const repaired = vite === 8 ? together[2] : "installed";
        expect(await probe("errors-together")).toEqual(["fine", "1", repaired]);
        expect(lab.output.join("")).not.toMatch(/RWS030|reloading/);

        for (const file of ["es.mjs", "common.js", "typed.ts"]) {
          const stack = await probe(`stack-${file.split(".", 1)[0]}`);
          const output = join(lab.root, deps, `stack_${file.replace(".", "__")}.js`);
          const thrower = join(lab.root, "node_modules/stack", file);
          expect(await thrownIn(output), file).toBe(`${thrower}:4`);
          // On servers Vite 6 and 7 give the position in the output.
          expect(stack, file).toContain(vite === 8 ? `${thrower}:4:` : `${output}:`);
        }
        expect(await lab.call("reloads")).toBe(0);
      },
    ));
});
