/** The dependencies of installed packages, and theirs in turn. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findDepPkgJsonPath } from "vitefu";

/** By the name of a dependency: its folder, where it is installed. */
type Direct = [name: string, folder: string | undefined][];

export class Dependencies {
  /** By the folder of the package that has them. */
  readonly #direct = new Map<string, Promise<Direct>>();

  /** The names of all packages that the package in a folder leads to. */
  async of(folder: string): Promise<Set<string>> {
    const names = new Set<string>();
    const folders = new Set([folder]);
    // A `Set` goes on with what is added to it meanwhile.
    for (const one of folders) {
      for (const [name, its] of await this.#directOf(one)) {
        names.add(name);
        if (its !== undefined) folders.add(its);
      }
    }
    return names;
  }

  #directOf(folder: string): Promise<Direct> {
    let direct = this.#direct.get(folder);
    // A package whose manifest cannot be read has none.
    if (!direct) this.#direct.set(folder, (direct = read(folder).catch(() => [])));
    return direct;
  }
}

async function read(folder: string): Promise<Direct> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const { dependencies, optionalDependencies, peerDependencies } = manifest;
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return Promise.all(
    names.map(async (name) => {
      const file = await findDepPkgJsonPath(name, folder);
      return [name, file && dirname(file)];
    }),
  );
}
