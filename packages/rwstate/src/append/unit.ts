/** A unit: late dependencies that are bundled together, and what a bundler has to know to do so. */
import type { DevEnvironment } from "vite";
import type { Binding, ImportKind, Placed, VirtualModule } from "../binding.js";
import type { Resolution } from "./resolution.js";

export interface Unit {
  readonly environment: DevEnvironment;
  readonly binding: Binding;
  readonly resolution: Resolution;
  /** By the name of its output without an extension: each entry's source file. */
  readonly entries: Record<string, string>;
  /** The folder of the optimizer's outputs. */
  readonly folder: string;
  /** Whether `.js` files are parsed as JSX. */
  readonly isJsx: boolean;
  /** Where a module lives that the unit imports, by its file with forward slashes. */
  place(file: string, kind: ImportKind): Placed;
}

/** A file of a bundled unit. */
export interface OutputFile {
  name: string;
  content: string | Uint8Array;
  map?: string | undefined;
  /** Of a chunk: the names that it exports. */
  chunk?: { exports: string[]; isEntry: boolean; isDynamicEntry: boolean } | undefined;
}

/** How virtual modules name other outputs; see the crate `rwstate_append`. */
export const outputPrefix = "rwstate:output:";

/** The virtual modules of one unit, which bundlers know by ids of this table: a path in an id would say where relative imports lead. */
export class VirtualModules {
  readonly #prefix: string;
  readonly #ids = new Map<string, string>();
  readonly #codes = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Takes in modules, and returns the id of the first. */
  add(modules: VirtualModule[]): string {
    for (const { id, code } of modules) {
      if (this.#ids.has(id)) continue;
      const own = `${this.#prefix}${this.#ids.size}`;
      this.#ids.set(id, own);
      this.#codes.set(own, code);
    }
    return this.#ids.get(modules[0]!.id)!;
  }

  /** The id of a module that another one imports. */
  id(specifier: string): string | undefined {
    return this.#ids.get(specifier);
  }

  code(id: string): string | undefined {
    return this.#codes.get(id);
  }
}

/** Says why a unit cannot be appended. */
export class RefusedError extends Error {}

/** The bundler found an error in a dependency. */
export class BundlingError extends Error {}
