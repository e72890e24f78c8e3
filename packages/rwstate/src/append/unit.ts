/** A unit: late dependencies that are bundled together, and all that a bundler needs for them. */
import type { DevEnvironment } from "vite";
import type { Binding, ImportKind, Placed, VirtualModule } from "../binding.js";
import type { Resolution } from "./resolution.js";

export interface Unit {
  readonly environment: DevEnvironment;
  readonly binding: Binding;
  readonly resolution: Resolution;
  /** By the name of an output without its extension: the source file of its entry module. */
  readonly entries: Record<string, string>;
  /** The folder of the optimizer's outputs. */
  readonly folder: string;
  /** Whether `.js` files are parsed as JSX. */
  readonly isJsx: boolean;
  /** Decides where a module lives that the unit imports. `file` has forward slashes. */
  place(file: string, kind: ImportKind): Placed;
}

/** A file of a bundled unit. */
export interface OutputFile {
  name: string;
  content: string | Uint8Array;
  map?: string | undefined;
  /** Of a chunk, as opposed to an asset. `exports` are names. */
  chunk?: { exports: string[]; isEntry: boolean; isDynamicEntry: boolean } | undefined;
}

/** The prefix by which virtual modules import other outputs; see the crate `rwstate_append`. */
export const outputPrefix = "rwstate:output:";

/**
 * The virtual modules of one unit. Bundlers get a number as the id of each, since they would resolve relative imports by a path in it.
 */
export class VirtualModules {
  readonly #prefix: string;
  readonly #ids = new Map<string, string>();
  readonly #codes = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Adds modules. Returns the id of the first. */
  add(modules: VirtualModule[]): string {
    for (const { id, code } of modules) {
      if (this.#ids.has(id)) continue;
      const own = `${this.#prefix}${this.#ids.size}`;
      this.#ids.set(id, own);
      this.#codes.set(own, code);
    }
    return this.#ids.get(modules[0]!.id)!;
  }

  /** The id of a module by the specifier that another one imports. */
  id(specifier: string): string | undefined {
    return this.#ids.get(specifier);
  }

  code(id: string): string | undefined {
    return this.#codes.get(id);
  }
}

/** A unit cannot be appended, for the reason in the message. */
export class RefusedError extends Error {}

/** The bundler has found an error in a dependency. */
export class BundlingError extends Error {}
