// Adds modules with plain state to an app: modules of its own, and a dependency that is not installed by npm.
import { cp, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addTraffic } from "./traffic.mjs";

const overlay = fileURLToPath(new URL("../apps/preserved/", import.meta.url));

export async function addPreserved(root: string): Promise<void> {
  await cp(join(overlay, "src"), join(root, "src"), { recursive: true });
  await mkdir(join(root, "node_modules"), { recursive: true });
  await cp(join(overlay, "packages"), join(root, "node_modules"), { recursive: true });
}

/** Adds the same, with comments that ask to keep the state that is no context. */
export async function addAsked(root: string): Promise<void> {
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

/** Adds the same, and the routes of the load. */
export async function addAskedAndTraffic(root: string): Promise<void> {
  await addAsked(root);
  const routes = join(root, "src/routes.ts");
  await rename(routes, join(root, "src/kept-routes.ts"));
  await addTraffic(root);
  const text = await readFile(routes, "utf8");
  const named = text.replace("> = {", "> = {\n  ...kept,");
  if (named === text) throw new Error("the routes have no place for one more");
  await writeFile(routes, `import { routes as kept } from "./kept-routes";\n${named}`);
}
