/**
 * Which imports are external in an environment: its runner imports them natively, without Vite. Vite decides that when it transforms the
 * importer, which a crawl does not do. If a crawl resolved an external import, the optimizer would bundle a dependency that no module
 * imports from it.
 */
import { realpathSync } from "node:fs";
import { createFilter, type DevEnvironment } from "vite";
import { packageFolder, packageName } from "./package-folder.js";

/** Returns whether a specifier that a file imports is external in an environment. */
export type IsExternal = (specifier: string, importer: string) => boolean;

export function externalsOf(environment: DevEnvironment): IsExternal {
  const { config } = environment;
  const { external, noExternal } = config.resolve;
  const { alias } = environment.getTopLevelConfig().resolve;
  if (config.consumer === "client" || noExternal === true) return () => false;
  const listed = external === true ? [] : external;
  const hasFilter = typeof noExternal !== "boolean" && [noExternal].flat().length > 0;
  const mayBeExternal = hasFilter
    ? createFilter(undefined, noExternal, { resolve: false })
    : () => true;
  return (specifier, importer) => {
    const name = packageName(specifier);
    if (name === undefined || alias.some(({ find }) => matches(find, specifier))) return false;
    if (listed.includes(specifier) || listed.includes(name)) return true;
    if (!mayBeExternal(name)) return false;
    const folder = packageFolder(name, importer);
    // A linked package is external only where it is listed.
    return folder !== undefined && (external === true || isInstalled(folder));
  };
}

function matches(find: string | RegExp, specifier: string): boolean {
  // Not `test`, which begins at `lastIndex` in a global regular expression.
  if (find instanceof RegExp) return specifier.search(find) !== -1;
  return specifier === find || specifier.startsWith(`${find}/`);
}

function isInstalled(folder: string): boolean {
  return /[\\/]node_modules[\\/]/.test(realpathSync(folder));
}
