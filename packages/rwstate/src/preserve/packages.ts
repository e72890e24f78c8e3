/** The package that has a file: the nearest `package.json` above it that names one. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface Package {
  name: string;
  version: string;
  folder: string;
}

/** By folder. */
const packages = new Map<string, Package>();

/** Has packages be read again: Vite restarts a server where one is updated. */
export function forgetPackages(): void {
  packages.clear();
}

export function packageOf(file: string): Package {
  return packageIn(dirname(file));
}

/** The package that a folder is in. */
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
  // The root of an app need not name itself.
  if (parent === folder) return { name: basename(folder), version: "", folder };
  return packageIn(parent);
}
