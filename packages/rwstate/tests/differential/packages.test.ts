/** Published packages do the same when their modules are rewritten. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** By package: how many declarations the modules have at least that its scenario loads. All of them are kept. */
const packages = {
  "alien-signals": 9,
  cborg: 150,
  dayjs: 80,
  devalue: 30,
  "drizzle-orm": 50,
  effect: 5000,
  hono: 300,
  immer: 50,
  jotai: 40,
  lib0: 400,
  "lru-cache": 10,
  luxon: 100,
  marked: 80,
  mitt: 0,
  nanoid: 4,
  nanostores: 30,
  "p-limit": 0,
  preact: 40,
  "preact-signals": 10,
  redux: 5,
  rxjs: 40,
  superjson: 40,
  "tanstack-store": 12,
  valibot: 40,
  "vue-reactivity": 35,
  zod: 400,
  zustand: 20,
};

const root = fileURLToPath(new URL("../../../../playground/differential", import.meta.url));
const register = new URL("packages/register.mjs", import.meta.url).href;
const run = promisify(execFile);
let reports: string;

beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), "rwstate-packages-"));
});
afterAll(() => rm(reports, { recursive: true }));

describe.concurrent("packages", () => {
  test.each(Object.entries(packages))("%s", { timeout: 60_000 }, async (name, least) => {
    const original = await play(name, false);
    const rewritten = await play(name, true);
    expect(original.output).not.toBe("");
    expect(rewritten.output).toBe(original.output);
    expect(original.kept).toEqual([]);
    expect(rewritten.kept.length).toBeGreaterThanOrEqual(least);
  });
});

/** Runs a package's scenario in a process of its own. */
async function play(name: string, rewritten: boolean) {
  const report = join(reports, `${name}-${rewritten}`);
  const hooks = JSON.stringify({ root, rewritten, report });
  const env = { ...process.env, DIFFERENTIAL: hooks, NO_COLOR: "1", TZ: "UTC" };
  const scenario = join(root, "scenarios", `${name}.mjs`);
  const { stdout } = await run(process.execPath, ["--import", register, scenario], {
    env,
    timeout: 50_000,
  });
  const kept = await readFile(report, "utf8").catch(() => "");
  return { output: stdout, kept: kept.split("\n").filter(Boolean) };
}
