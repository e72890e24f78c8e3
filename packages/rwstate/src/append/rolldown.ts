/** Bundles a unit with the Rolldown of Vite 8. The result is that of Vite's optimizer, except for modules that other outputs hold. */
import { isAbsolute, join, resolve } from "node:path";
import { normalizePath } from "vite";
import { importFromVite } from "./from-vite.js";
import {
  browserExternalModule,
  missingPeer,
  requiredAsset,
  requiredExternal,
} from "./resolution.js";
import { nodeEnv, platformOf } from "./target.js";
import { outputPrefix, RefusedError, VirtualModules, type OutputFile, type Unit } from "./unit.js";

// The part of Rolldown's types that is used. Rolldown is a dependency of Vite, not of this package.
interface Context {
  resolve(
    specifier: string,
    importer: string | undefined,
    options: { kind: string; skipSelf: boolean },
  ): Promise<ResolvedId | null>;
}
interface ResolvedId {
  id: string;
  external?: boolean | "absolute" | "relative";
}
type ResolveId = (
  this: Context,
  specifier: string,
  importer: string | undefined,
  options: { kind: string },
) => Promise<ResolvedId | null | undefined>;
/** Rolldown looks for what a filter says on its own threads. Each call of a handler has to wait for this one. */
interface Filtered<Handler> {
  filter: { id?: RegExp; code?: string };
  handler: Handler;
}
interface Plugin {
  name: string;
  resolveId: ResolveId | Filtered<ResolveId>;
  load: Filtered<(id: string) => { code: string }>;
  transform?: Filtered<(code: string, id: string) => { code: string; map: null } | undefined>;
}
interface Chunk {
  type: "chunk";
  fileName: string;
  code: string;
  map: object | null;
  exports: string[];
  isEntry: boolean;
  isDynamicEntry: boolean;
}
interface Asset {
  type: "asset";
  fileName: string;
  source: string | Uint8Array;
}
interface Rolldown {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ output: (Chunk | Asset)[] }>;
    close(): Promise<void>;
  }>;
}
interface Options {
  plugins?: unknown;
  output?: object;
  platform?: string;
  transform?: { define?: Record<string, string> };
  resolve?: object;
  moduleTypes?: Record<string, string>;
}

/** Imports that may not be of a script beside the importer: those are Rolldown's to resolve. */
const mayBeVites = /^[^./]|\.(?![cm]?[jt]s$)\w+(?:\?.*)?$/;

/** Vite's default target for its optimizer, which it does not export. */
const target = ["chrome111", "edge111", "firefox114", "safari16.4", "ios16.4"];

export async function bundleWithRolldown(unit: Unit): Promise<OutputFile[]> {
  const { rolldown } = await importFromVite<Rolldown>("rolldown");
  const { config } = unit.environment;
  const { plugins, output, ...options } = (config.optimizeDeps.rolldownOptions ?? {}) as Options;
  const moduleTypes = { ".css": "js", ...options.moduleTypes };
  const bundle = await rolldown({
    ...options,
    input: unit.entries,
    logLevel: "silent",
    platform: options.platform ?? platformOf(unit.environment),
    plugins: [placing(unit), ...(await flatten(plugins)), viteLike(unit)],
    transform: {
      target,
      ...options.transform,
      define: { "process.env.NODE_ENV": nodeEnv(unit.environment), ...options.transform?.define },
    },
    resolve: { extensions: [".tsx", ".ts", ".jsx", ".js", ".css", ".json"], ...options.resolve },
    moduleTypes: unit.isJsx ? { ...moduleTypes, ".js": "jsx" } : moduleTypes,
  });
  try {
    const [name] = Object.keys(unit.entries);
    const { output: files } = await bundle.generate({
      ...output,
      dir: unit.folder,
      format: "esm",
      sourcemap: "hidden",
      entryFileNames: "[name].js",
      // Unlike the names of other outputs' chunks, which may have the same modules.
      chunkFileNames: `${name}-[name]-[hash].js`,
    });
    return files.map(toOutputFile);
  } finally {
    await bundle.close();
  }
}

function toOutputFile(file: Chunk | Asset): OutputFile {
  if (file.type === "asset") return { name: file.fileName, content: file.source };
  const { fileName, code, map, exports, isEntry, isDynamicEntry } = file;
  return {
    name: fileName,
    content: code,
    map: map ? JSON.stringify(map) : undefined,
    chunk: { exports, isEntry, isDynamicEntry },
  };
}

/** Decides where each imported module lives. The first plugin: it lets all others resolve the import, and decides by the file. */
function placing(unit: Unit): Plugin {
  const virtual = new VirtualModules("\0rwstate:");
  const entries = new Set(Object.values(unit.entries).map(normalizePath));
  return {
    name: "rwstate:place",
    async resolveId(specifier, importer, { kind }) {
      if (importer === undefined) return { id: specifier };
      if (specifier.startsWith(outputPrefix)) {
        return { id: specifier.slice(outputPrefix.length), external: true };
      }
      const known = virtual.id(specifier);
      if (known !== undefined) return { id: known };
      const resolved = await this.resolve(specifier, importer, { kind, skipSelf: true });
      if (!resolved || resolved.external || !isAbsolute(resolved.id)) return resolved;
      const file = normalizePath(resolve(resolved.id));
      if (/[?#]/.test(file) || entries.has(file) || file === normalizePath(importer)) {
        return resolved;
      }
      const { output, modules, refusal } = unit.place(
        file,
        // Rolldown creates the namespace of a module that `import()` loads, whatever the module's format is.
        kind.startsWith("require") ? "require" : "import",
      );
      if (refusal) throw new RefusedError(refusal);
      if (output) return { id: output, external: true };
      return modules ? { id: virtual.add(modules) } : resolved;
    },
    load: {
      filter: { id: /^\0rwstate:\d+$/ },
      handler: (id) => ({ code: virtual.code(id)! }),
    },
  };
}

/** Resolves what no plugin of the environment has resolved, as Vite's own plugin for its optimizer does. */
function viteLike({ resolution, environment, binding }: Unit): Plugin {
  const modules = new VirtualModules("\0rwstate:stand-in:");
  const required = new Map<string, string>();
  const { rolldownOptions } = environment.config.optimizeDeps as { rolldownOptions?: Options };
  const isNode = (rolldownOptions?.platform ?? platformOf(environment)) === "node";
  const standIn = (id: string, code: string) => ({ id: modules.add([{ id, code }]) });
  return {
    name: "rwstate:resolve",
    resolveId: {
      filter: { id: mayBeVites },
      async handler(specifier, importer, { kind }) {
        const known = required.get(specifier);
        if (known !== undefined) return { id: known, external: "absolute" };
        const isRequired = kind.startsWith("require");
        const resolved = await resolution.resolve(specifier, importer, isRequired);
        switch (resolved?.to) {
          case "file":
            return { id: resolved.path };
          case "builtin":
            return { id: resolved.path, external: true };
          case "external":
          case "asset": {
            const isFacade = kind === "require-call" && (resolved.to === "asset" || !isNode);
            if (!isFacade) return { id: resolved.path, external: "absolute" };
            const name = `rwstate:required:${required.size}`;
            required.set(name, resolved.path);
            const facade = resolved.to === "asset" ? requiredAsset : requiredExternal;
            return standIn(name, facade(resolved.path, name));
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
      },
    },
    load: {
      filter: { id: /^\0rwstate:stand-in:/ },
      handler: (id) => ({ code: modules.code(id)! }),
    },
    transform: {
      filter: { code: "import.meta.url" },
      handler(code, id) {
        // As in Vite: relative to the client's folder in every environment.
        const folder = normalizePath(join(environment.config.cacheDir, "deps"));
        const moved = binding.assetUrls(normalizePath(id), folder, code);
        return moved === null ? undefined : { code: moved, map: null };
      },
    },
  };
}

/** Plugins may be promises, and nested lists. */
async function flatten(plugins: unknown): Promise<unknown[]> {
  const list = (await Promise.all([plugins].flat(Infinity))).flat(Infinity);
  const isDone = !list.some((plugin) => plugin instanceof Promise);
  return isDone ? list.filter(Boolean) : flatten(list);
}
