/** Saves that are held become one update when they are flushed, and what does not compile is named. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCli, type Running } from "../harness/cli";
import type { Lab, Report } from "../harness/lab.mjs";
import { cells, openCell } from "./cells";

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await openCell(cell, { log: "info" });
    await lab.report();
  });
  afterAll(() => lab?.close());

  const rwstate = (...args: string[]) =>
    startCli(lab.root, "rwstate/dist/bin/rwstate.js", [
      ...args.slice(0, 1),
      "--url",
      lab.url,
      ...args.slice(1),
    ]);
  const base = "export const late: Record<string, unknown> = {};\n";

  async function holding(): Promise<Running> {
    const hold = rwstate("hold");
    await hold.printed(/saves are held/);
    return hold;
  }

  /** Writes a file, or removes it, and waits until the watcher has reported that. Vite gets it once saves are flushed. */
  function save(file: string, text?: string): Promise<void> {
    return lab.call("save", { file: join(lab.root, file), text });
  }

  async function flush() {
    const { code, output } = await rwstate("flush").ended;
    return { code, output };
  }

  /** The answer to the next request, and how many times the app was evaluated since an answer before it. */
  async function since({ instance }: Report) {
    const report = await lab.report();
    return { late: report.late, evaluations: report.instance - instance };
  }

  test("many saves become one update", async () => {
    const before = await lab.report();
    const hold = await holding();
    for (const name of ["first", "second", "third"]) {
      await save("src/late.ts", `${base}late.${name} = true;\n`);
      await save("src/routes.ts", `${await readFile(join(lab.root, "src/routes.ts"), "utf8")}\n`);
    }
    await save("src/made.ts", "export {};\n");
    expect(await since(before)).toEqual({ late: [], evaluations: 0 });
    await save("src/made.ts");
    const { code, output } = await flush();
    expect(output).toBe("2 files were saved:\n  src/late.ts\n  src/routes.ts\n");
    expect(code).toBe(0);
    expect(await since(before)).toEqual({ late: ["third"], evaluations: 1 });
    // What the holder prints is the same.
    const held = await hold.ended;
    expect(held.output).toBe(`saves are held\n${output}`);
    expect(held.code).toBe(0);
    expect(lab.output.join("")).toContain("2 held saves became one update");
  });

  test("what does not compile is named, in a new module too, and its repair is as good as any save", async () => {
    const before = await lab.report();
    await holding();
    await save("src/broken.ts", "export const = 1;\n");
    await save("src/late.ts", `import "./broken";\n${base}`);
    const { code, output } = await flush();
    expect(output).toMatch(/^2 files were saved:\n {2}src\/broken\.ts\n {2}src\/late\.ts\n/);
    expect(output).toMatch(/error: src\/broken\.ts(:1:\d+)? \(\w+\)/);
    expect(code).toBe(1);
    expect((await lab.fetch("/?id=broken")).status).toBe(500);
    await holding();
    await save("src/broken.ts", "export const repaired = 1;\n");
    expect(await flush()).toEqual({ code: 0, output: "1 file was saved:\n  src/broken.ts\n" });
    expect((await since(before)).late).toEqual([]);
  });

  test("a command's saves become one update, and its exit code is passed on", async () => {
    const before = await lab.report();
    await mkdir(join(lab.root, "src/many"), { recursive: true });
    const files = Array.from({ length: 20 }, (_, index) => `m${index}`);
    const text = [...files.map((name) => `import "./many/${name}";`), base, "late.many = 20;"];
    const script = `
      const { writeFileSync } = require("node:fs");
      for (const name of ${JSON.stringify(files)}) writeFileSync("src/many/" + name + ".ts", "export {};\\n");
      writeFileSync("src/late.ts", ${JSON.stringify(text.join("\n"))});
      process.exit(7);
    `;
    const { code, output } = await rwstate("hold", "--", process.execPath, "-e", script).ended;
    expect(output).toContain("21 files were saved:");
    expect(code).toBe(7);
    expect(await since(before)).toEqual({ late: ["many"], evaluations: 1 });
  });

  test("a holder that goes away flushes", async () => {
    const hold = await holding();
    await save("src/late.ts", `${base}late.left = true;\n`);
    await hold.stop();
    await expect.poll(async () => (await lab.report()).late).toEqual(["left"]);
  });

  test("without a hold a flush has nothing, and saves arrive as ever", async () => {
    expect(await flush()).toEqual({ code: 0, output: "nothing was saved\n" });
    await lab.edit("src/late.ts", () => `${base}late.ever = true;\n`);
    expect((await lab.report()).late).toEqual(["ever"]);
  });

  test("a held change of Vite's config restarts the server when it is flushed", async () => {
    await holding();
    const config = await readFile(join(lab.root, "vite.config.mjs"), "utf8");
    await save("vite.config.mjs", `${config}// edited\n`);
    expect(await flush()).toEqual({ code: 0, output: "1 file was saved:\n  vite.config.mjs\n" });
    // Until then Vite closes connections, those of requests too that have just come.
    await expect.poll(() => lab.output.join("")).toContain("server restarted.");
    expect((await lab.report()).late).toEqual(["ever"]);
  });
});
