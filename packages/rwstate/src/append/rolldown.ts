/** Bundles a unit with the Rolldown of Vite 8, as its optimizer would, but for what other outputs hold. */
import { isAbsolute, join, resolve } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import { importFromVite } from "./from-vite.js";
import {
  browserExternalModule,
  missingPeer,
  requiredAsset,
  requiredExternal,
} from "./resolution.js";
import { outputPrefix, RefusedError, VirtualModules, type OutputFile, type Unit } from "./unit.js";

// The part of Rolldown that is used: it is Vite's dependency, not ours.
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
interface Plugin {
  name: string;
  resolveId(
    this: Context,
    specifier: string,
    importer: string | undefined,
    options: { kind: string },
  ): Promise<ResolvedId | null | undefined> | ResolvedId | null | undefined;
  load(id: string): { code: string } | undefined;
  transform?(code: string, id: string): { code: string; map: null } | undefined;
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

/** What Vite has Rolldown write for, unless the options of an environment say otherwise: it exports none of them. */
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
      // Beside those of other outputs, which may be made of the same modules.
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

/** Sees each import first, has all other plugins resolve it, and decides by the file where it lives. */
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
        // Of what `import()` leads to Rolldown makes the namespace that an importer expects.
        kind.startsWith("require") ? "require" : "import",
      );
      if (refusal) throw new RefusedError(refusal);
      if (output) return { id: output, external: true };
      return modules ? { id: virtual.add(modules) } : resolved;
    },
    load(id) {
      const code = virtual.code(id);
      return code === undefined ? undefined : { code };
    },
  };
}

/** Resolves what no plugin of the environment has. */
function viteLike({ resolution, environment, binding }: Unit): Plugin {
  const modules = new VirtualModules("\0rwstate:stand-in:");
  const required = new Map<string, string>();
  const { rolldownOptions } = environment.config.optimizeDeps as { rolldownOptions?: Options };
  const isNode = (rolldownOptions?.platform ?? platformOf(environment)) === "node";
  const standIn = (id: string, code: string) => ({ id: modules.add([{ id, code }]) });
  return {
    name: "rwstate:resolve",
    async resolveId(specifier, importer, { kind }) {
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
    load(id) {
      const code = modules.code(id);
      return code === undefined ? undefined : { code };
    },
    transform(code, id) {
      // As Vite does: relative to the client's folder, whichever environment it is for.
      const folder = normalizePath(join(environment.config.cacheDir, "deps"));
      const moved = binding.assetUrls(normalizePath(id), folder, code);
      return moved === null ? undefined : { code: moved, map: null };
    },
  };
}

/** Plugins may be given as promises and lists of lists. */
async function flatten(plugins: unknown): Promise<unknown[]> {
  const list = (await Promise.all([plugins].flat(Infinity))).flat(Infinity);
  const isDone = !list.some((plugin) => plugin instanceof Promise);
  return isDone ? list.filter(Boolean) : flatten(list);
}

export function platformOf({ config }: DevEnvironment): "browser" | "node" {
  const isBrowser = config.consumer === "client" || webworker(config);
  return isBrowser ? "browser" : "node";
}

function webworker(config: object): boolean {
  return (config as { ssr?: { target?: string } }).ssr?.target === "webworker";
}

export function nodeEnv({ config }: DevEnvironment): string {
  const mode = process.env["NODE_ENV"] || config.mode;
  return config.keepProcessEnv ? "process.env.NODE_ENV" : JSON.stringify(mode);
}
