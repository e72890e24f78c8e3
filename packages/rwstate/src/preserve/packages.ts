/** Finds the package of a file: that of the nearest `package.json` above it that has a name. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface Package {
  name: string;
  version: string;
  folder: string;
}

/** By folder. */
const packages = new Map<string, Package>();

/** Clears the cache. To be called when a server starts, as Vite restarts it when packages are updated. */
export function forgetPackages(): void {
  packages.clear();
}

/** The package of a file. */
export function packageOf(file: string): Package {
  return packageIn(dirname(file));
}

/** The package that a folder belongs to. */
export function packageIn(folder: string): Package {
  let found = packages.get(folder);
  if (!found) packages.set(folder, (found = read(folder) ?? inherit(folder)));
  return found;
}

function read(folder: string): Package | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof name === "string" ? { name, version: String(version ?? ""), folder } : undefined;
  } catch {
    return undefined;
  }
}

function inherit(folder: string): Package {
  const parent = dirname(folder);
  // No `package.json` has a name, as may be in an app.
  if (parent === folder) return { name: basename(folder), version: "", folder };
  return packageIn(parent);
}
