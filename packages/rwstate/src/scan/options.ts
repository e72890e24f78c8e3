/** An environment's resolved configuration, as the scan needs it. */
import type { DevEnvironment } from "vite";
import type { ScanOptions } from "../binding.js";

type Input = string | string[] | Record<string, string> | undefined;

export function scanOptions(environment: DevEnvironment): ScanOptions {
  const { config } = environment;
  const { conditions, mainFields, extensions, preserveSymlinks } = config.resolve;
  const { alias } = environment.getTopLevelConfig().resolve;
  return {
    root: config.root,
    entries: entriesOf(environment),
    conditions,
    mainFields,
    extensions,
    alias: alias.flatMap(({ find, replacement }): [string, string][] =>
      typeof find === "string" ? [[find, replacement]] : [],
    ),
    exclude: config.optimizeDeps.exclude ?? [],
    consumer: config.consumer,
    preserveSymlinks,
  };
}

/** Where Vite's own scan would begin. */
function entriesOf({ config }: DevEnvironment): string[] {
  const { entries } = config.optimizeDeps;
  if (entries !== undefined) return [entries].flat();
  const build = config.build as {
    rolldownOptions?: { input?: Input };
    rollupOptions?: { input?: Input };
  };
  const input = build.rollupOptions?.input ?? build.rolldownOptions?.input;
  if (input !== undefined) return typeof input === "string" ? [input] : Object.values(input);
  if (config.consumer !== "client") return [];
  return ["**/*.html", `!**/${config.build.outDir}/**`, "!**/coverage/**", "!**/__tests__/**"];
}
