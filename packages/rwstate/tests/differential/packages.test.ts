/** Real packages, from their published sources, do the same when their modules are rewritten. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Each has a scenario, and at least this many pieces of state in the modules that it loads. */
const packages = {
  "alien-signals": 7,
  cborg: 2,
  dayjs: 7,
  devalue: 3,
  "drizzle-orm": 1,
  effect: 40,
  hono: 50,
  immer: 3,
  jotai: 13,
  lib0: 5,
  "lru-cache": 1,
  luxon: 20,
  marked: 2,
  mitt: 0,
  nanoid: 2,
  nanostores: 8,
  "p-limit": 0,
  preact: 10,
  "preact-signals": 9,
  redux: 0,
  rxjs: 4,
  superjson: 1,
  "tanstack-store": 6,
  valibot: 7,
  "vue-reactivity": 19,
  zod: 18,
  zustand: 1,
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
