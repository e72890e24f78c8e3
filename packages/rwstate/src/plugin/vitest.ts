/** Under Vitest: each test file begins with no state, and all instances of the state module share one. */
import { fileURLToPath } from "node:url";
import { normalizePath, type Plugin, type PluginOption, type UserConfig } from "vite";
import type { Vitest } from "../binding.js";

/** The part of Vitest's options that is used; it is not a dependency. */
interface Test {
  setupFiles?: string | string[];
  sequence?: { setupFiles?: "list" | "parallel" };
  server?: { deps?: { inline?: true | (string | RegExp)[] } };
}

const runtime = normalizePath(fileURLToPath(new URL("../runtime/", import.meta.url)));

export function vitest(): Plugin {
  return {
    name: "rwstate:vitest",
    config(config: UserConfig & { test?: Test }) {
      if (process.env["VITEST"] === undefined) return;
      const test = (config.test ??= {});
      const file = `${runtime}vitest.mjs`;
      const given = [test.setupFiles ?? []].flat();
      if (given.includes(file)) return;
      // What a person's own setup file seeds is there to stay: this one comes first, and is done before.
      test.setupFiles = [file, ...given];
      test.sequence = { setupFiles: "list", ...test.sequence };
      // Evaluated by Node it would be so once for all test files.
      const deps = ((test.server ??= {}).deps ??= {});
      if (deps.inline !== true) {
        deps.inline = [...(deps.inline ?? []), new RegExp(`^${escape(runtime)}`)];
      }
    },
  };
}

/** What of Vitest the server with these plugins belongs to. Its browser mode has a server of its own, beside the runner's. */
export function vitestOf(plugins: PluginOption[] | undefined): Vitest {
  if (process.env["VITEST"] === undefined) return "absent";
  const list: unknown[] = ((plugins ?? []) as unknown[]).flat(Infinity);
  const isBrowser = list.some((it) => (it as Plugin | undefined)?.name === "vitest:browser");
  return isBrowser ? "browser" : "runner";
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
