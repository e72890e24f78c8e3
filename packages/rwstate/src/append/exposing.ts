/**
 * The bundler plugin that makes each module of a dependency register its instance. Vite's optimizer and every unit use it, since a unit is
 * bundled with the environment's options for the optimizer.
 */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import * as vite from "vite";
import type { DepOptimizationOptions } from "vite";
import type { Binding } from "../binding.js";
import { isInModulePackage } from "./package-type.js";

/** The part of esbuild's `PluginBuild` that is used: Vite 8 comes without esbuild's types. */
interface Build {
  initialOptions: { outdir?: string };
  onResolve(
    options: { filter: RegExp },
    callback: (args: { kind: string }) => { path: string; external?: boolean; namespace?: string },
  ): void;
  onLoad(
    options: { filter: RegExp; namespace: string },
    callback: (args: {
      path: string;
    }) =>
      | { contents: string; loader?: string }
      | Promise<{ contents: string; loader: string } | undefined>,
  ): void;
}

const scripts = /\.[cm]?[jt]sx?$/;
const registry = /^rwstate\/dependencies$/;
const facade = "\0rwstate:registry";
const name = "rwstate:expose";

/** Returns the options that add the plugin. `isOn` is called when a bundler begins, as the environment's options are not resolved before. */
export function exposing(binding: Binding, isOn: () => boolean): DepOptimizationOptions {
  // Vite 8 bundles with Rolldown, 6 and 7 with esbuild. To be deleted with the support of Vite 7.
  return "rolldownVersion" in vite ? rolldown(binding, isOn) : esbuild(binding, isOn);
}

/** Returns a module's code with its registration; `undefined` where it stays as it is. */
export function expose(binding: Binding, path: string, code: string): string | undefined {
  const file = vite.normalizePath(path);
  return binding.expose(file, isInModulePackage(file), code) ?? undefined;
}

function rolldown(binding: Binding, isOn: () => boolean): DepOptimizationOptions {
  let isScan = false;
  const plugin = {
    name,
    buildStart({ plugins }: { plugins?: { name?: string }[] }) {
      // Vite's scan bundles the app's own modules with the same plugins, only to find their imports.
      isScan = plugins?.some(({ name }) => name?.startsWith("vite:dep-scan")) ?? false;
    },
    resolveId: {
      filter: { id: registry },
      handler: (id: string, _: string, { kind }: { kind: string }) =>
        kind === "require-call" ? { id: facade } : { id, external: true },
    },
    load: {
      filter: { id: /^\0rwstate:registry$/ },
      handler: () => ({ code: binding.registryFacade() }),
    },
    transform: {
      order: "post",
      filter: { id: scripts },
      handler(code: string, id: string) {
        if (isScan || !isOn() || id.startsWith("\0")) return null;
        const exposed = expose(binding, id, code);
        // No map: the lines stay the same, and with a map Rolldown would lose the module's own sources.
        return exposed === undefined ? null : { code: exposed, map: null };
      },
    },
  };
  return { rolldownOptions: { plugins: [plugin] } } as unknown as DepOptimizationOptions;
}

function esbuild(binding: Binding, isOn: () => boolean): DepOptimizationOptions {
  const plugin = {
    name,
    setup(build: Build) {
      build.onResolve({ filter: registry }, ({ kind }) =>
        kind === "require-call"
          ? { path: facade, namespace: name }
          : { path: "rwstate/dependencies", external: true },
      );
      build.onLoad({ filter: /./, namespace: name }, () => ({
        contents: binding.registryFacade(),
      }));
      // Vite's scan has no output folder. It bundles the app's own modules.
      if (!isOn() || build.initialOptions.outdir === undefined) return;
      build.onLoad({ filter: scripts, namespace: "file" }, async ({ path }) => {
        const contents = expose(binding, path, await readFile(path, "utf8"));
        return contents === undefined ? undefined : { contents, loader: loaderOf(path) };
      });
    },
  };
  return { esbuildOptions: { plugins: [plugin] } } as DepOptimizationOptions;
}

function loaderOf(path: string): string {
  const extension = extname(path);
  if (extension === ".tsx") return "tsx";
  if (/^\.[cm]?ts$/.test(extension)) return "ts";
  // As in Vite's optimizer, which parses all JavaScript of dependencies as JSX.
  return "jsx";
}
