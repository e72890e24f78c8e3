/** Under Vitest: each test file begins with no state, and all instances of the state module share one. */
import { fileURLToPath } from "node:url";
import { normalizePath, type Plugin, type UserConfig } from "vite";

const runtime = normalizePath(fileURLToPath(new URL("../runtime/", import.meta.url)));

export function vitest(): Plugin {
  return {
    name: "rwstate:vitest",
    config() {
      if (process.env["VITEST"] === undefined) return undefined;
      const test = {
        setupFiles: [`${runtime}vitest.mjs`],
        // Evaluated by Node it would be so once for all test files.
        server: { deps: { inline: [new RegExp(`^${escape(runtime)}`)] } },
      };
      return { test } as UserConfig;
    },
  };
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
