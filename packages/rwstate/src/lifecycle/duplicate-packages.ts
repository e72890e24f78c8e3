/**
 * Reports duplicate packages: Vite serves one instance, and an external package imports another natively. Each has contexts of its own, so
 * one does not see what runs in the other's.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DevEnvironment } from "vite";
import { inspectionOf } from "../inspector/inspection.js";
import { packageOf } from "../preserve/packages.js";

/** Calls `report` with each external package, and each of its dependencies that Vite serves too. */
export function reportDuplicatePackages(
  environment: DevEnvironment,
  report: (external: string, duplicate: string) => void,
): void {
  const { fetchModule } = environment;
  if (typeof fetchModule !== "function") return;
  /** By the name of an external package: the names of its dependencies. */
  const externals = new Map<string, Set<string>>();
  const reported = new Set<string>();
  let known = 0;

  function check(served: string[]): void {
    for (const file of served) {
      const { name } = packageOf(file);
      for (const [external, dependencies] of externals) {
        const pair = `${external} ${name}`;
        if (!dependencies.has(name) || reported.has(pair)) continue;
        reported.add(pair);
        report(external, name);
      }
    }
  }

  environment.fetchModule = async (...module) => {
    const answer = await fetchModule.apply(environment, module);
    const external = "externalize" in answer ? packageAt(answer.externalize) : undefined;
    const isNew = external !== undefined && !externals.has(external.name);
    if (isNew) externals.set(external.name, dependenciesIn(external.folder));
    const served = inspectionOf(environment)?.keepers(environment.name) ?? [];
    if (isNew || served.length !== known) check(served);
    known = served.length;
    return answer;
  };
}

function packageAt(url: string) {
  return url.startsWith("file:") ? packageOf(fileURLToPath(url)) : undefined;
}

function dependenciesIn(folder: string): Set<string> {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }));
  } catch {
    return new Set();
  }
}
