/** Configures Vitest so that each test file begins with no state, and all instances of the state module share one. */
import type { Plugin, PluginOption, UserConfig } from "vite";
import type { Vitest } from "../binding.js";
import { runtimeFolder } from "../server/runtime-folder.js";

/** The part of Vitest's options that is used; it is not a dependency. */
interface Test {
  setupFiles?: string | string[];
  sequence?: { setupFiles?: "list" | "parallel" };
  server?: { deps?: { inline?: true | (string | RegExp)[] } };
}

export function vitest(): Plugin {
  return {
    name: "rwstate:vitest",
    config(config: UserConfig & { test?: Test }) {
      if (vitestOf(config.plugins) === "absent") return;
      const test = (config.test ??= {});
      const file = `${runtimeFolder}/vitest.mjs`;
      const given = [test.setupFiles ?? []].flat();
      if (given.includes(file)) return;
      // This setup file resets state, so it has to end before the user's own, which may seed some.
      test.setupFiles = [file, ...given];
      test.sequence = { setupFiles: "list", ...test.sequence };
      // Inlined, as Node would evaluate it only once for all test files.
      const deps = ((test.server ??= {}).deps ??= {});
      if (deps.inline !== true) {
        deps.inline = [...(deps.inline ?? []), new RegExp(`^${escape(runtimeFolder)}/`)];
      }
    },
  };
}

/**
 * Whether a server with these plugins is Vitest's runner, or the server of its browser mode. Not by an environment variable, which dev
 * servers that a test starts would have too.
 */
export function vitestOf(plugins: PluginOption[] | undefined): Vitest {
  const list = ((plugins ?? []) as unknown[]).flat(Infinity) as (Partial<Plugin> | undefined)[];
  const has = (name: string) => list.some((plugin) => plugin?.name === name);
  if (has("vitest:browser")) return "browser";
  return has("vitest") || has("vitest:project") ? "runner" : "absent";
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
