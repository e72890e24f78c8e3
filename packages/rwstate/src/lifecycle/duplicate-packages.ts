/**
 * Reports duplicate packages: Vite serves one instance, and an external package imports another natively. Each has contexts of its own, so
 * one does not see what runs in the other's.
 */
import { fileURLToPath } from "node:url";
import type { DevEnvironment } from "vite";
import { inspectionOf } from "../inspector/inspection.js";
import { packageIn, packageOf } from "../preserve/packages.js";
import { Dependencies } from "./dependencies.js";

/** What `keep` is called with in a package's module: `"name@version/path#binding~fingerprint"`. */
const kept = /["'`]((?:@[^/"'`\s]+\/)?[^@/"'`\s]+)@[^"'`#\n]*#[^"'`~\n]*~\w+["'`]/g;

/** Calls `report` with each external package, and each package that it leads to and that Vite serves too. */
export function reportDuplicatePackages(
  environment: DevEnvironment,
  report: (external: string, duplicate: string) => void,
): void {
  const { fetchModule } = environment;
  if (typeof fetchModule !== "function") return;
  /** By the name of an external package: its folder. */
  const externals = new Map<string, string>();
  const dependencies = new Dependencies();
  /** The packages with contexts that are in outputs of the optimizer. */
  const bundled = new Set<string>();
  const reported = new Set<string>();
  let known = 0;

  async function check(served: Set<string>): Promise<void> {
    // Most apps have contexts in their own modules alone, and no package leads to an app.
    served.delete(packageIn(environment.config.root).name);
    if (served.size === 0) return;
    for (const [external, folder] of externals) {
      const names = await dependencies.of(folder);
      for (const name of served) {
        const pair = `${external} ${name}`;
        if (name === external || !names.has(name) || reported.has(pair)) continue;
        reported.add(pair);
        report(external, name);
      }
    }
  }

  environment.fetchModule = async (...module) => {
    const answer = await fetchModule.apply(environment, module);
    const external = "externalize" in answer ? packageAt(answer.externalize) : undefined;
    const isNew = external !== undefined && !externals.has(external.name);
    if (isNew) externals.set(external.name, external.folder);
    // The modules in an output were rewritten when it was bundled, which may be at an earlier start.
    if ("code" in answer && environment.depsOptimizer?.isOptimizedDepFile(answer.id)) {
      for (const [, name] of answer.code.matchAll(kept)) bundled.add(name!);
    }
    const files = inspectionOf(environment)?.keepers(environment.name) ?? [];
    const count = files.length + bundled.size;
    if (isNew || count !== known) {
      known = count;
      await check(new Set([...files.map((file) => packageOf(file).name), ...bundled]));
    }
    return answer;
  };
}

function packageAt(url: string) {
  return url.startsWith("file:") ? packageOf(fileURLToPath(url)) : undefined;
}
