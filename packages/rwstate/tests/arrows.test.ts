/** Which file of the package imports which: no circle between files, nor between folders. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** Each file with the files that it imports, types included. */
function fileImports(): Map<string, Set<string>> {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const imports = new Map<string, Set<string>>();
  for (const file of files.filter((name) => /\.m?ts$/.test(name))) {
    const code = readFileSync(resolve(source, file), "utf8");
    const specifiers = [...code.matchAll(/^(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)";/gms)];
    const imported = specifiers.map(([, specifier]) =>
      relative(source, resolve(source, dirname(file), specifier!)).replace(/js$/, "ts"),
    );
    imports.set(file, new Set(imported));
  }
  return imports;
}

/** Each folder with the folders that its files import from. A file of no folder counts as one. */
function folderImports(files: Map<string, Set<string>>): Map<string, Set<string>> {
  const folderOf = (file: string) => (dirname(file) === "." ? file : dirname(file));
  const imports = new Map<string, Set<string>>();
  for (const [file, imported] of files) {
    const folder = folderOf(file);
    const folders = imports.get(folder) ?? new Set();
    imports.set(folder, folders);
    for (const one of imported) if (folderOf(one) !== folder) folders.add(folderOf(one));
  }
  return imports;
}

/** A path through the graph that comes back to where it began, if there is one. */
function circle(imports: Map<string, Set<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of imports.get(node) ?? []) {
      const found = visit(next, [...path, node]);
      if (found) return found;
    }
    done.add(node);
    return undefined;
  };
  for (const node of imports.keys()) {
    const found = visit(node, []);
    if (found) return found;
  }
  return undefined;
}

test("no files import each other in a circle", () => {
  const files = fileImports();
  expect(files.get("plugin/index.ts")).toContain("server/context.ts");
  expect(circle(files)).toBeUndefined();
});

test("no folders import each other in a circle", () => {
  const folders = folderImports(fileImports());
  expect(folders.get("plugin")).toContain("server");
  expect(circle(folders)).toBeUndefined();
});
