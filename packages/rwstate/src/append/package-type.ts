/** Finds out as Node does whether a `.js` file is an ES module: by the nearest `package.json`, even if that has no name. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** By folder. */
const types = new Map<string, boolean>();

/** Whether the package that has a file is of `"type": "module"`. */
export function isInModulePackage(file: string): boolean {
  return isModulePackage(dirname(file));
}

function isModulePackage(folder: string): boolean {
  let type = types.get(folder);
  if (type === undefined) types.set(folder, (type = readType(folder) ?? inherit(folder)));
  return type;
}

function readType(folder: string): boolean | undefined {
  try {
    const { type } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return type === "module";
  } catch {
    return undefined;
  }
}

function inherit(folder: string): boolean {
  const parent = dirname(folder);
  if (parent === folder || basename(folder) === "node_modules") return false;
  return isModulePackage(parent);
}
