// The overlay whose modules have plain state: the app's own, and a dependency that no tarball brings.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const overlay = fileURLToPath(new URL("../apps/preserved/", import.meta.url));

export async function addPreserved(root) {
  await cp(join(overlay, "src"), join(root, "src"), { recursive: true });
  await mkdir(join(root, "node_modules"), { recursive: true });
  await cp(join(overlay, "packages"), join(root, "node_modules"), { recursive: true });
}

export async function addAsked(root) {
  await addPreserved(root);
  for (const name of ["src/kept.ts", "node_modules/stateful/inner/state.js"]) {
    const file = join(root, name);
    const text = await readFile(file, "utf8");
    const asked = text.replace(
      /^(?=const seen|export let count|var count| +static seen)/gm,
      "/* rwstate: keep */ ",
    );
    await writeFile(file, asked);
  }
}
