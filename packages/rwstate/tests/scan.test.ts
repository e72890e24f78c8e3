/** A scan that fails costs its finds, and nothing else. */
import type { DevEnvironment } from "vite";
import { expect, test } from "vitest";
import type { Binding, Plan, Scan } from "../dist/binding.js";
import { EnvironmentScan } from "../dist/scan/environment-scan.js";

function failing(Scan: new () => Partial<Scan>) {
  const warnings: string[] = [];
  const environment = {
    name: "ssr",
    config: {
      root: "/app",
      cacheDir: "/app/none",
      consumer: "server",
      resolve: {},
      optimizeDeps: { entries: "a.ts" },
    },
    getTopLevelConfig: () => ({ resolve: { alias: [] } }),
    logger: { warnOnce: (text: string) => warnings.push(text) },
  } as unknown as DevEnvironment;
  const told = { imports: () => {}, isNamed: () => true };
  const scan = new EnvironmentScan(
    { Scan } as unknown as Binding,
    {} as Plan,
    environment,
    () => false,
    told,
  );
  return { scan, warnings };
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
  const finds = { dependencies: [], unknown: [], files: 0 };
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
