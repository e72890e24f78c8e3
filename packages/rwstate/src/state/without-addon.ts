/**
 * Serves the state module where there is no addon, and does nothing else. Code that imports the module gets its physical file, in dev as in a
 * build: a plain `Map`.
 *
 * What `rwstate_plan` decides otherwise is decided here a second time, as there is no Rust to ask. A test compares the two.
 */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { crawlFrameworkPkgs } from "vitefu";
import { runtimeFolder } from "../server/runtime-folder.js";
import { dependenciesOf } from "./dependents.js";
import { vitestOf } from "./vitest.js";

/** The options that matter here. They are not checked: an option that is wrong counts as missing. */
interface Options {
  specifier?: unknown;
  logLevel?: unknown;
}

/** Returns the plugin. Vite logs `warning` once for each server; a build lacks nothing. */
export function withoutAddon(options: Options | undefined, warning: string): Plugin {
  const chosen = options?.specifier;
  const specifier = typeof chosen === "string" && chosen !== "" ? chosen : "rwsdk/__state";
  const names = [specifier, "rwstate/state"];
  const packages = names.map(packageOf);
  const file = `${runtimeFolder}/state.mjs`;
  const isQuiet = options?.logLevel === "error" || options?.logLevel === "silent";
  let dependents: string[] = [];
  let isTest = false;
  let isServer = false;
  return {
    name: "rwstate:without-addon",
    enforce: "pre",
    async config(config, { command, isPreview }) {
      isServer = command === "serve" && !isPreview;
      isTest = vitestOf(config.plugins) !== "absent";
      const crawled = await crawlFrameworkPkgs({
        root: config.root ?? process.cwd(),
        isBuild: command === "build",
        isSemiFrameworkPkgByJson: (manifest) =>
          dependenciesOf(manifest).some((name) => packages.includes(name)),
      });
      dependents = crawled.ssr.noExternal;
    },
    configEnvironment(name, { consumer = name === "client" ? "client" : "server" }) {
      const noExternal = consumer === "client" ? [] : [...packages, ...dependents];
      return { optimizeDeps: { exclude: names }, resolve: { noExternal } };
    },
    configResolved(config) {
      config.server.fs.allow.push(runtimeFolder);
      if (isServer && !isQuiet) config.logger.warnOnce(warning);
    },
    resolveId: (id) => (names.includes(id) ? file : null),
    load(id) {
      // Vitest runs the file as it is on disk, like Node.
      if (id !== file || isTest) return null;
      const text = readFileSync(file, "utf8");
      const code = text.replace("const scope = null;", "const scope = false;");
      return { code, map: { mappings: "" } };
    },
  };
}

/** The package of a specifier: `@acme/fw` of `@acme/fw/state`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
