/** A copy of the built package, which a test may damage. */
import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const packageFolder = fileURLToPath(new URL("..", import.meta.url));

export async function withCopy(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "rwstate-")));
  try {
    for (const name of ["dist", "native", "package.json"]) {
      await cp(join(packageFolder, name), join(folder, name), { recursive: true });
    }
    // The copy finds its dependencies among the packages of this repository.
    await cp(
      join(packageFolder, "../../node_modules/vitefu"),
      join(folder, "node_modules/vitefu"),
      { recursive: true },
    );
    await symlink(
      join(packageFolder, "../../node_modules/vite"),
      join(folder, "node_modules/vite"),
      "dir",
    );
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
