/**
 * Rewrites the modules of dependencies before Vite's optimizer bundles them. In the output they could not be rewritten: one file has many
 * modules, and their state may be in closures.
 *
 * Vite bundles all dependencies again when the name of an optimizer plugin changes. So the name has a fingerprint of the options that
 * rewriting depends on.
 */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import * as vite from "vite";
import type { DepOptimizationOptions } from "vite";
import type { Rewritten } from "../binding.js";
import { ownMap } from "./own-map.js";

/** The part of esbuild's `PluginBuild` that is used: Vite 8 comes without esbuild's types. */
interface Build {
  onLoad(
    options: { filter: RegExp; namespace: string },
    callback: (file: { path: string }) => Promise<{ contents: string; loader: string } | undefined>,
  ): void;
}

const files = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Transforms a rewritten module further. esbuild calls only the first plugin that loads a module, so that one has to do both. */
type Then = (path: string, code: string) => string | undefined;

/** Combines two source maps; `null` where the second has a form that is not supported. */
type Chained = (map: string, own: string) => string | null;

/** Rewrites a dependency's module. */
type Rewrite = (code: string, path: string) => Rewritten | undefined;

/** Returns the options that add the plugin. `words` are those of which a module that is rewritten has one. */
export function optimizerOptions(
  rewrite: Rewrite,
  words: readonly string[],
  fingerprint: string,
  then: Then,
  chained: Chained,
): DepOptimizationOptions {
  const name = `rwstate:preserve:${fingerprint}`;
  // Vite 8 bundles with Rolldown, 6 and 7 with esbuild. To be deleted with the support of Vite 7.
  return "rolldownVersion" in vite
    ? rolldown(rewrite, words, name)
    : esbuild(rewrite, name, then, chained);
}

function rolldown(
  rewrite: Rewrite,
  words: readonly string[],
  name: string,
): DepOptimizationOptions {
  const plugin = {
    name,
    transform: {
      // Rolldown searches on its own threads. What it passes on is a copy of each module's text, for the main thread.
      filter: { id: files, code: [...words] },
      handler(code: string, id: string) {
        const { code: kept = null, map = null } = rewrite(code, id) ?? {};
        return kept === null ? null : { code: kept, map };
      },
    },
  };
  return { rolldownOptions: { plugins: [plugin] } } as DepOptimizationOptions;
}

function esbuild(
  rewrite: Rewrite,
  name: string,
  then: Then,
  chained: Chained,
): DepOptimizationOptions {
  const plugin = {
    name,
    setup(build: Build) {
      build.onLoad({ filter: files, namespace: "file" }, async ({ path }) => {
        const code = await readFile(path, "utf8");
        const { code: kept = null, map = null } = rewrite(code, path) ?? {};
        if (kept === null) return undefined;
        // esbuild reads the map at the end of the code. That has to lead on to the sources of the module's own map.
        const own = map === null ? undefined : ownMap(path, code);
        const chain = map === null || own === undefined ? null : chained(map, own);
        const contents = withMap(then(path, kept) ?? kept, chain ?? map);
        return { contents, loader: loaderOf(path) };
      });
    },
  };
  return { esbuildOptions: { plugins: [plugin] } } as DepOptimizationOptions;
}

function loaderOf(path: string): string {
  switch (extname(path)) {
    case ".ts":
    case ".mts":
    case ".cts":
      return "ts";
    case ".tsx":
      return "tsx";
    // As in Vite's optimizer, which parses all JavaScript of dependencies as JSX.
    default:
      return "jsx";
  }
}

/** esbuild reads a source map from the end of what it loads. */
function withMap(code: string, map: string | null): string {
  if (map === null) return code;
  const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  return `${code}\n//# sourceMappingURL=${url}`;
}
