/**
 * Resolves the imports of a dependency as Vite's optimizer does after the plugins of the environment. It does so in its own bundler plugin,
 * `vite:dep-pre-bundle`, which it does not export.
 */
import { builtinModules } from "node:module";
import { resolve } from "node:path";
import { createIdResolver, type DevEnvironment } from "vite";

/** What an import resolves to. */
export type Resolved =
  | { to: "file"; path: string }
  /** It stays an import, of `path`. */
  | { to: "external"; path: string }
  | { to: "builtin"; path: string }
  /** A style, an image or a component that Vite's own plugins serve. */
  | { to: "asset"; path: string }
  /** A built-in module of Node, in a browser. `path` is its specifier; "" for a module that a package replaces with `false`. */
  | { to: "browser-external"; path: string }
  /** An optional peer dependency that is not installed. */
  | { to: "missing-peer"; peer: string; parent: string };

/** The files that Vite's optimizer leaves to Vite's plugins, besides assets. */
const externalTypes =
  /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|wasm|vue|svelte|marko|astro|imba|jsx|tsx)(?:\?.*)?$/;
const script = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const style = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss)(?:$|\?)/;
const styleModule = /\.module\.(?:css|less|sass|scss|styl|stylus|pcss|postcss)(?:$|\?)/;
const browserExternal = "__vite-browser-external";
const optionalPeer = "__vite-optional-peer-dep";
const nodeBuiltins = new Set(builtinModules);

export class Resolution {
  readonly #environment: DevEnvironment;
  readonly #import: ReturnType<typeof createIdResolver>;
  readonly #require: ReturnType<typeof createIdResolver>;

  constructor(environment: DevEnvironment) {
    this.#environment = environment;
    const config = environment.getTopLevelConfig();
    this.#import = createIdResolver(config, { asSrc: false, scan: true });
    this.#require = createIdResolver(config, { asSrc: false, isRequire: true, scan: true });
  }

  async resolve(
    specifier: string,
    importer: string | undefined,
    isRequired: boolean,
  ): Promise<Resolved | undefined> {
    if (this.#isExcluded(specifier)) return { to: "external", path: specifier };
    const isAsset = this.#isAsset(specifier);
    if (!isAsset && !/^[#\w@][^:]/.test(specifier)) return undefined;
    const resolveId = isRequired ? this.#require : this.#import;
    const resolved = await resolveId(this.#environment, specifier, importer);
    if (resolved === undefined) return undefined;
    if (resolved === browserExternal) return { to: "browser-external", path: "" };
    if (resolved.startsWith(browserExternal)) return { to: "browser-external", path: specifier };
    if (resolved.startsWith(optionalPeer)) {
      const [, peer = "", parent = ""] = resolved.split(":");
      return { to: "missing-peer", peer, parent };
    }
    if (isAsset && script.test(resolved)) return { to: "file", path: resolve(resolved) };
    if (this.#isAsset(resolved)) return { to: "asset", path: resolved };
    if (this.#isBuiltin(resolved)) return { to: "builtin", path: resolved };
    if (/^(?:[a-z]+:)?\/\//i.test(resolved)) return { to: "external", path: resolved };
    return { to: "file", path: resolve(resolved) };
  }

  #isExcluded(specifier: string): boolean {
    const exclude = this.#environment.config.optimizeDeps.exclude ?? [];
    return exclude.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  }

  /** Whether what Vite resolved an import to is the runtime's own: a package of the same name comes first. */
  #isBuiltin(resolved: string): boolean {
    const { builtins } = this.#environment.config.resolve;
    if (builtins.some((it) => (typeof it === "string" ? it === resolved : it.test(resolved)))) {
      return true;
    }
    return builtins.length > 0 && (resolved.startsWith("node:") || nodeBuiltins.has(resolved));
  }

  #isAsset(id: string): boolean {
    const { assetsInclude, optimizeDeps } = this.#environment.config;
    const file = id.replace(/\?.*$/, "");
    if (optimizeDeps.extensions?.some((extension) => file.endsWith(extension))) return false;
    return externalTypes.test(id) || assetsInclude(file);
  }
}

/** The code of the module that takes the place of an asset in `require`, which cannot load an external file. */
export function requiredAsset(path: string, specifier: string): string {
  const asset = JSON.stringify(specifier);
  return style.test(path) && !styleModule.test(path)
    ? `import ${asset};`
    : `export { default } from ${asset};export * from ${asset};`;
}

/**
 * The code of the module that takes the place of an excluded dependency that is required. An output cannot call `require` where Node does
 * not run it. For a built-in module of Node, the default export is what `require` returns.
 */
export function requiredExternal(path: string, specifier: string): string {
  const exports = path.startsWith("node:") || nodeBuiltins.has(path) ? "m.default" : "{ ...m }";
  return `import * as m from ${JSON.stringify(specifier)};\nmodule.exports = ${exports};\n`;
}

/** The code of the module that takes the place of a built-in module of Node in a browser. In dev it warns when it is used, as in Vite. */
export function browserExternalModule(specifier: string, isProduction: boolean): string {
  if (specifier === "" || isProduction) return "module.exports = {}";
  const message = `Module "${specifier}" has been externalized for browser compatibility. Cannot access "${specifier}.`;
  const page =
    " in client code. See https://vite.dev/guide/troubleshooting.html#module-externalized-for-browser-compatibility for more details.";
  return `const silent = new Set(["__esModule", "__proto__", "constructor", "splice"]);
module.exports = Object.create(new Proxy({}, {
  get(_, key) {
    if (!silent.has(key)) console.warn(${JSON.stringify(message)} + String(key) + '"' + ${JSON.stringify(page)});
  },
}));`;
}

/** The code of the module that takes the place of a peer dependency that is not installed: it throws. */
export function missingPeer(peer: string, parent: string): string {
  const message = `Could not resolve "${peer}" imported by "${parent}". Is it installed?`;
  return `module.exports = {};throw new Error(${JSON.stringify(message)})`;
}
