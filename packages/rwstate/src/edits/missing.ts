/**
 * Finds the modules that import a file which did not exist when they were transformed, as where a tool writes the importer first.
 *
 * Vite leaves what it cannot resolve in a server's module as it is, in case Node knows it, and remembers such modules for clients only. So
 * nothing would transform the module again when the file is created, and its evaluation would fail until it is saved once more.
 */
import { basename, dirname } from "node:path/posix";
import type { TransformResult } from "vite";

/** Whether a module may import a file that was not there: whether an import that is left as it was written ends like the file's path. */
export function mayMiss({ deps, dynamicDeps }: TransformResult, file: string): boolean {
  const names = namesOf(file);
  return [...(deps ?? []), ...(dynamicDeps ?? [])].some(
    // What is resolved begins with a slash.
    (specifier) => !specifier.startsWith("/") && names.has(lastOf(specifier)),
  );
}

/** What the last part of a specifier of a file may be: with and without its extension, and the name of its folder for an index. */
function namesOf(file: string): Set<string> {
  const name = basename(file);
  const stem = withoutExtension(name);
  const names = [name, stem, `${stem}.js`, `${stem}.mjs`, `${stem}.cjs`, `${stem}.jsx`];
  // `"."` and `"./"` are of an index, too.
  return new Set(stem === "index" ? [...names, basename(dirname(file)), ".", ".."] : names);
}

function lastOf(specifier: string): string {
  return basename(specifier.replace(/[?#].*$/s, ""));
}

function withoutExtension(name: string): string {
  return name.replace(/(?<=.)\.[^.]+$/, "");
}
