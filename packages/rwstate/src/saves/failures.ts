/** Which of the saved modules do not compile, and which modules that they import for the first time. */
import { relative } from "node:path";
import { normalizePath, type DevEnvironment, type EnvironmentModuleNode } from "vite";
import type { Failure } from "../server/saves.js";

/** `files` are absolute, with slashes. */
export async function failuresOf(
  environments: DevEnvironment[],
  root: string,
  files: string[],
): Promise<Failure[]> {
  const each = environments.map(async (environment) => {
    const failures: Failure[] = [];
    const modules = files.flatMap((file) => [
      ...(environment.moduleGraph?.getModulesByFile(file) ?? []),
    ]);
    // It grows while it is iterated.
    const all = new Set(modules);
    for (const module of all) {
      try {
        await environment.transformRequest(module.url);
      } catch (error) {
        failures.push(failureOf(module, environment.name, root, error));
      }
      for (const imported of module.importedModules) {
        if (!imported.transformResult && imported.type === "js") all.add(imported);
      }
    }
    return failures;
  });
  return (await Promise.all(each)).flat();
}

/** What Vite and its plugins say of an error, by Rollup's conventions. */
interface Located {
  message?: string;
  id?: string;
  loc?: { file?: string; line?: number; column?: number };
}

function failureOf(
  { file, url }: EnvironmentModuleNode,
  environment: string,
  root: string,
  error: unknown,
): Failure {
  const { message, id, loc } = (error ?? {}) as Located;
  const place = loc?.file ?? id?.replace(/[?#].*$/s, "") ?? file;
  return {
    file: place ? normalizePath(relative(root, place)) : url,
    environment,
    message: message ?? String(error),
    ...(loc?.line !== undefined && { line: loc.line }),
    ...(loc?.column !== undefined && { column: loc.column }),
  };
}
