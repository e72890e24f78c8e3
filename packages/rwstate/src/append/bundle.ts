/** Bundles a unit with the bundler of this Vite: Rolldown since 8, esbuild before. */
import * as vite from "vite";
import { bundleWithEsbuild } from "./esbuild.js";
import { bundleWithRolldown } from "./rolldown.js";
import { BundlingError, RefusedError, type OutputFile, type Unit } from "./unit.js";

/**
 * @throws {RefusedError} Where a module cannot be placed.
 * @throws {BundlingError} Where a dependency has an error.
 */
export async function bundle(unit: Unit): Promise<OutputFile[]> {
  let refusal: string | undefined;
  const watched: Unit = {
    ...unit,
    place(file, kind) {
      const placed = unit.place(file, kind);
      refusal ??= placed.refusal;
      return placed;
    },
  };
  try {
    const bundler = "rolldownVersion" in vite ? bundleWithRolldown : bundleWithEsbuild;
    return await bundler(watched);
  } catch (error) {
    // The bundler throws an error of its own in place of the plugin's.
    if (refusal !== undefined) throw new RefusedError(refusal);
    throw new BundlingError(error instanceof Error ? error.message : String(error));
  }
}
