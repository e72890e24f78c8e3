/**
 * Bundles a unit with the esbuild of Vite 6 and 7. The result is that of Vite's optimizer, except for modules that other outputs hold. To
 * be deleted with the support of Vite 7.
 */
import { isAbsolute, basename, extname, resolve } from "node:path";
import { normalizePath, version } from "vite";
import type { ImportKind } from "../binding.js";
import { importFromVite } from "./from-vite.js";
import {
  browserExternalModule,
  missingPeer,
  requiredAsset,
  requiredExternal,
} from "./resolution.js";
import { nodeEnv, platformOf } from "./target.js";
import { outputPrefix, RefusedError, VirtualModules, type OutputFile, type Unit } from "./unit.js";

// The part of esbuild's types that is used. esbuild is a dependency of Vite, not of this package.
interface Arguments {
  path: string;
  importer: string;
  namespace: string;
  resolveDir: string;
  kind: string;
  pluginData?: unknown;
}
interface Answer {
  path?: string;
  external?: boolean;
  namespace?: string;
  errors?: unknown[];
  pluginData?: unknown;
}
interface Build {
  resolve(path: string, options: object): Promise<Answer & { errors: unknown[] }>;
  onResolve(
    options: { filter: RegExp },
    callback: (args: Arguments) => Promise<Answer | undefined> | Answer | undefined,
  ): void;
  onLoad(
    options: { filter: RegExp; namespace: string },
    callback: (args: Arguments) => { contents: string; resolveDir?: string },
  ): void;
}
interface Plugin {
  name: string;
  setup(build: Build): void;
}
interface Esbuild {
  build(options: object): Promise<{
    outputFiles: { path: string; text: string; contents: Uint8Array }[];
    metafile: { outputs: Record<string, { exports: string[]; entryPoint?: string }> };
  }>;
}
interface Options {
  plugins?: Plugin[];
  platform?: string;
  loader?: Record<string, string>;
  supported?: object;
  define?: Record<string, string>;
  absWorkingDir?: string;
}

/** As in Vite, for `import.meta.url` and the like: esbuild would not expect these of all target browsers. */
const supported = { "dynamic-import": true, "import-meta": true };

/** By Vite's major: the default target of its optimizer, which it does not export. */
const targets: Record<string, string[]> = {
  6: ["es2020", "edge88", "firefox78", "chrome87", "safari14"],
  7: ["chrome107", "edge107", "firefox104", "safari16"],
};

export async function bundleWithEsbuild(unit: Unit): Promise<OutputFile[]> {
  const { build } = await importFromVite<Esbuild>("esbuild");
  const { config } = unit.environment;
  const { plugins = [], ...options } = (config.optimizeDeps.esbuildOptions ?? {}) as Options;
  const platform = options.platform ?? platformOf(unit.environment);
  const working = options.absWorkingDir ?? process.cwd();
  const banner = `import { createRequire } from 'module';const require = createRequire(import.meta.url);`;
  const { outputFiles, metafile } = await build({
    absWorkingDir: working,
    platform,
    banner: platform === "node" ? { js: banner } : undefined,
    target: targets[version.split(".", 1)[0]!],
    charset: "utf8",
    legalComments: "none",
    ignoreAnnotations: true,
    ...options,
    entryPoints: unit.entries,
    bundle: true,
    define: { "process.env.NODE_ENV": nodeEnv(unit.environment), ...options.define },
    format: "esm",
    logLevel: "silent",
    splitting: true,
    sourcemap: true,
    outdir: unit.folder,
    write: false,
    metafile: true,
    chunkNames: `${Object.keys(unit.entries)[0]}-[name]-[hash]`,
    loader: unit.isJsx ? { ".js": "jsx", ...options.loader } : options.loader,
    supported: { ...supported, ...options.supported },
    plugins: [placing(unit), ...plugins, viteLike(unit)],
  });
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, it]) => [resolve(working, path), it]),
  );
  const files = outputFiles.map(({ path, text, contents }): OutputFile => {
    const output = outputs.get(path);
    if (extname(path) !== ".js" || !output) return { name: basename(path), content: contents };
    const isEntry = output.entryPoint !== undefined && basename(path, ".js") in unit.entries;
    return {
      name: basename(path),
      content: text,
      chunk: {
        exports: output.exports,
        isEntry,
        isDynamicEntry: output.entryPoint !== undefined && !isEntry,
      },
    };
  });
  return files;
}

/** esbuild's kinds are `import-statement`, `dynamic-import`, `require-call`, `require-resolve` and others. */
function importKind(kind: string): ImportKind {
  if (kind.startsWith("require")) return "require";
  return kind === "dynamic-import" ? "dynamic" : "import";
}

/** Decides where each imported module lives. The first plugin: it lets all others resolve the import, and decides by the file. */
function placing(unit: Unit): Plugin {
  const name = "rwstate:place";
  const virtual = new VirtualModules("rwstate:");
  const entries = new Set(Object.values(unit.entries).map(normalizePath));
  return {
    name,
    setup(build) {
      build.onResolve({ filter: /./ }, async (args) => {
        const { path, importer, namespace, resolveDir, kind, pluginData } = args;
        if (pluginData === name) return undefined;
        if (kind === "entry-point") return { path };
        if (path.startsWith(outputPrefix)) {
          return { path: path.slice(outputPrefix.length), external: true };
        }
        const known = virtual.id(path);
        if (known !== undefined) return { path: known, namespace: name };
        const from = namespace === name ? "file" : namespace;
        const options = { importer, resolveDir, kind, namespace: from, pluginData: name };
        const resolved = await build.resolve(path, options);
        const { path: id = "" } = resolved;
        const isFile = resolved.namespace === "file" && isAbsolute(id);
        if (resolved.errors.length > 0 || resolved.external || !isFile) return resolved;
        const file = normalizePath(resolve(id));
        if (entries.has(file) || file === normalizePath(importer)) return resolved;
        const { output, modules, refusal } = unit.place(file, importKind(kind));
        if (refusal) throw new RefusedError(refusal);
        if (output) return { path: output, external: true };
        return modules ? { path: virtual.add(modules), namespace: name } : resolved;
      });
      build.onLoad({ filter: /./, namespace: name }, ({ path }) => ({
        contents: virtual.code(path) ?? "",
        resolveDir: unit.folder,
      }));
    },
  };
}

/** Resolves what no plugin of the environment has resolved, as Vite's own plugin for its optimizer does. */
function viteLike({ resolution, environment }: Unit): Plugin {
  const name = "rwstate:resolve";
  const modules = new VirtualModules("rwstate:stand-in:");
  const required = new Map<string, string>();
  const { esbuildOptions } = environment.config.optimizeDeps;
  const isNode = (esbuildOptions?.platform ?? platformOf(environment)) === "node";
  const standIn = (id: string, code: string) => ({
    path: modules.add([{ id, code }]),
    namespace: name,
  });
  return {
    name,
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ path, importer, kind }) => {
        const known = required.get(path);
        if (known !== undefined) return { path: known, external: true };
        const isRequired = kind.startsWith("require");
        const resolved = await resolution.resolve(path, importer, isRequired);
        switch (resolved?.to) {
          case "file":
            return { path: resolved.path };
          case "builtin":
            return { path: resolved.path, external: true };
          case "external":
          case "asset": {
            const isFacade = kind === "require-call" && (resolved.to === "asset" || !isNode);
            if (!isFacade) return { path: resolved.path, external: true };
            const id = `rwstate:required:${required.size}`;
            required.set(id, resolved.path);
            const facade = resolved.to === "asset" ? requiredAsset : requiredExternal;
            return standIn(id, facade(resolved.path, id));
          }
          case "browser-external": {
            const code = browserExternalModule(resolved.path, environment.config.isProduction);
            return standIn(`external:${resolved.path}`, code);
          }
          case "missing-peer": {
            const { peer, parent } = resolved;
            return standIn(`peer:${peer}:${parent}`, missingPeer(peer, parent));
          }
          case undefined:
            return undefined;
        }
      });
      build.onLoad({ filter: /./, namespace: name }, ({ path }) => ({
        contents: modules.code(path) ?? "",
      }));
    },
  };
}
