/** A scan that fails costs its finds, and nothing else. */
import type { DevEnvironment } from "vite";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadBinding, type Binding, type Finds, type Plan, type Scan } from "../dist/binding.js";
import { EnvironmentScan } from "../dist/scan/environment-scan.js";

function scanOf(root: string, binding: Binding, plan: Plan) {
  const warnings: string[] = [];
  const resolve = { conditions: [], mainFields: [], extensions: [], preserveSymlinks: false };
  const environment = {
    name: "ssr",
    config: {
      root,
      cacheDir: join(root, "none"),
      consumer: "server",
      resolve,
      optimizeDeps: { entries: "*.ts" },
    },
    getTopLevelConfig: () => ({ resolve: { alias: [] } }),
    logger: { warnOnce: (text: string) => warnings.push(text) },
  } as unknown as DevEnvironment;
  const told = { imports: () => {}, isNamed: () => true, keeps: () => {} };
  return { scan: new EnvironmentScan(binding, plan, environment, () => false, told), warnings };
}

function failing(Scan: new () => Partial<Scan>) {
  return scanOf("/app", { Scan } as unknown as Binding, {} as Plan);
}

test("one that cannot be made", async () => {
  const { scan, warnings } = failing(
    class {
      constructor() {
        throw new Error("a bug");
      }
    },
  );
  await scan.start(Promise.resolve());
  await scan.save("/app/a.ts");
  expect(warnings).toEqual(["rwstate's scan has failed: a bug"]);
});

test("one that panics on a saved file", async () => {
  const finds: Finds = {
    dependencies: [],
    unknown: [],
    again: [],
    leftOut: [],
    isForClients: false,
    files: 0,
  };
  const { scan, warnings } = failing(
    class {
      start = () => Promise.resolve(finds);
      save = () => Promise.reject(new Error("the scan has panicked"));
    },
  );
  await scan.start(Promise.resolve());
  await scan.save("/app/a.ts");
  await scan.discovered("known");
  expect(warnings).toEqual(["rwstate's scan has failed: the scan has panicked"]);
});

test.each([
  ["warn", 1],
  ["error", 0],
])("what a walk cannot read is said once, within the log level %j", async (logLevel, times) => {
  const root = await mkdtemp(join(tmpdir(), "rwstate-"));
  try {
    await writeFile(join(root, "a.ts"), new Uint8Array([0xff, 0xfe]));
    await writeFile(join(root, "b.ts"), "const = ; import 'a';");
    const binding = loadBinding();
    const plan = new binding.Plan({ logLevel }, "/state.mjs", "const scope = null;");
    const { scan, warnings } = scanOf(root, binding, plan);
    await scan.start(Promise.resolve());
    // One that is gone has nothing to say, and of a fault of syntax the request tells that meets it.
    await rm(join(root, "b.ts"));
    await scan.save(join(root, "b.ts"));
    expect(warnings.map((text) => text.split("\n")[0])).toEqual(
      Array(times).fill("warning[RWS026] left-out: the scan has left out a.ts: it is not UTF-8"),
    );
    // Vite reads what the walk cannot: the crawl is to ask it.
    expect(await scan.save(join(root, "a.ts"))).toBe(false);
    await writeFile(join(root, "a.ts"), "");
    expect(await scan.save(join(root, "a.ts"))).toBe(true);
  } finally {
    await rm(root, { recursive: true });
  }
});
