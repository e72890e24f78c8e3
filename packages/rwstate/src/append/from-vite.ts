/** Imports packages that Vite depends on: a unit needs the same bundler that has made the other outputs. */
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** By name. */
const imported = new Map<string, Promise<unknown>>();

export function importFromVite<T>(name: "rolldown" | "esbuild"): Promise<T> {
  let module = imported.get(name);
  if (!module) imported.set(name, (module = importBeside(name)));
  return module as Promise<T>;
}

function importBeside(name: string): Promise<unknown> {
  const vite = dirname(createRequire(import.meta.url).resolve("vite/package.json"));
  // With pnpm a package can import its dependencies only from its real folder.
  const beside = createRequire(join(realpathSync(vite), "package.json"));
  return import(pathToFileURL(beside.resolve(name)).href);
}
