/** Knows which modules the optimizer's outputs hold. There is a new instance for each run of Vite's optimizer, which replaces the outputs. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { normalizePath } from "vite";
import type { Binding, HeldEntry, ImportKind, Outputs, Placed } from "../binding.js";
import { expose } from "./exposing.js";
import type { Cache, Metadata } from "./metadata.js";

export class HeldModules {
  readonly #binding: Binding;
  readonly #cache: Cache;
  readonly #outputs: Outputs;
  /** When the outputs were read, in milliseconds since the epoch. */
  readonly #since = Date.now();
  readonly #read: (output: string) => string | null;

  constructor(binding: Binding, cache: Cache, metadata: Metadata) {
    this.#binding = binding;
    this.#cache = cache;
    this.#outputs = new binding.Outputs();
    this.#read = (output) => cache.read(output);
    // A file that the metadata does not have was left by a process that ended before it wrote the metadata.
    const known = [...Object.values(metadata.optimized), ...Object.values(metadata.chunks)];
    const files = new Set(known.map(({ file }) => basename(file)));
    for (const name of readdirSync(cache.folder)) {
      const text = files.has(name) ? cache.read(name) : null;
      if (text !== null) this.#outputs.add(name, text);
    }
    for (const { src, file, needsInterop } of Object.values(metadata.optimized)) {
      if (src !== undefined) this.addDependency(src, file, needsInterop ?? false);
    }
  }

  add(output: string, text: string): void {
    this.#outputs.add(output, text);
  }

  addDependency(source: string, file: string, needsInterop: boolean): void {
    this.#outputs.addDependency(normalizePath(source), basename(file), needsInterop);
  }

  /** Decides where a module lives that a unit imports. */
  place(file: string, kind: ImportKind): Placed {
    const placed = this.#outputs.place(file, kind, this.#read);
    const isShared = placed.output !== undefined || placed.modules !== undefined;
    if (isShared && this.#hasChanged(file)) return { refusal: changed(file) };
    return placed;
  }

  /** The code of a dependency's output if another output holds its entry module, or why that cannot be; `null` where none holds it. */
  entry(file: string): HeldEntry | null {
    const entry = this.#outputs.entry(file, this.#read);
    return entry && this.#hasChanged(file) ? { refusal: changed(file) } : entry;
  }

  /** Returns why a unit is refused that exports live bindings of shared modules; `null` where it is not. */
  refuseLive(exports: string[], shared: string[]): string | null {
    return this.#outputs.refuseLive(exports, shared, this.#read);
  }

  /** Whether a file has changed since it was bundled: a package was updated while the server runs. */
  #hasChanged(file: string): boolean {
    try {
      // The inode's time may have changed without the content, as when a package manager adds a hard link.
      if (statSync(file).ctimeMs <= this.#since) return false;
      const text = readFileSync(file, "utf8");
      const bundled = this.#bundled(file);
      return bundled !== text && bundled !== expose(this.#binding, file, text);
    } catch {
      return true;
    }
  }

  /** The content of a file when it was bundled, from the outputs' source maps. */
  #bundled(file: string): string | undefined {
    for (const name of readdirSync(this.#cache.folder)) {
      const text = name.endsWith(".map") ? this.#cache.read(name) : null;
      if (!text?.includes(basename(file))) continue;
      const { sources, sourcesContent } = JSON.parse(text) as SourceMap;
      const at = sources.findIndex((source) => source && this.#cache.path(source) === file);
      const content = sourcesContent?.[at];
      if (content) return content;
    }
    return undefined;
  }
}

interface SourceMap {
  sources: (string | null)[];
  sourcesContent?: (string | null)[];
}

function changed(file: string): string {
  return `${join(file)} was changed after it was bundled`;
}
