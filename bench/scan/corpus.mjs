// The files whose imports are extracted: an app's sources, the same as Vite serves them, and ES modules of installed packages.
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Three lists of files. Only the second and the third are JavaScript, which `es-module-lexer` takes. */
export async function corpus(app, packages, folder) {
  const sources = await below(join(app, "src"), /\.tsx?$/);
  const installed = await below(packages, /\.m?js$/);
  return [
    { name: "sources, TypeScript and JSX", files: sources },
    { name: "the same as Vite serves them", files: await served(sources, folder) },
    { name: "ES modules of packages", files: installed.filter(isModule) },
  ];
}

async function below(folder, name) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function served(sources, folder) {
  const { transformWithOxc } =
    await import("../../playground/vite-8/node_modules/vite/dist/node/index.js");
  await mkdir(folder, { recursive: true });
  const files = [];
  for (const [index, source] of sources.entries()) {
    const { code } = await transformWithOxc(await readFile(source, "utf8"), source);
    const file = join(folder, `${index}.js`);
    await writeFile(file, code);
    files.push(file);
  }
  return files;
}

function isModule(file) {
  return /^(?:import|export)\b/m.test(readFileSync(file, "utf8"));
}
