/** Finds the folder of an installed package as Node does: in `node_modules` of each folder above the importer. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package of a bare specifier: `@scope/name` for `@scope/name/deep`. */
export function packageName(specifier: string): string | undefined {
  return /^((?:@[\w.-]+\/)?[a-z\d_-][\w.-]*)(?:\/|$)/i.exec(specifier)?.[1];
}

/** The folder of a package that a file would import; `undefined` where it is not installed. */
export function packageFolder(name: string, importer: string): string | undefined {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
