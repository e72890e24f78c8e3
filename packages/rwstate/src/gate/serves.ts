/** What Vite has under a URL, whatever that looks like. An app's `/og/cover.png` is no file, and `/report?v=2024` no module. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { ViteDevServer } from "vite";

/** Whether a server has a module, a file or a tool under a URL below its base. */
export function serves({ config, environments, middlewares }: ViteDevServer, url: string): boolean {
  const [path = "", query = ""] = url.split(/[?#]/, 2);
  const { urlToModuleMap } = environments.client.moduleGraph;
  if (urlToModuleMap.has(path) || (query !== "" && urlToModuleMap.has(withoutMarks(url)))) {
    return true;
  }
  const isHere = ({ route }: { route: string }) =>
    isTools(route) && (path === route || path.startsWith(`${route}/`));
  if (middlewares.stack.some(isHere)) return true;
  return [config.root, config.publicDir].some((folder) => folder !== "" && isFile(folder, path));
}

/** Whether a handler is mounted where tools mount themselves, rather than where an app has its routes. */
export function isTools(route: string): boolean {
  return /^\/(?:@|__)/.test(route);
}

/** A URL as the module graph has it: Vite adds the time of an update, and a mark of what a script imports. */
function withoutMarks(url: string): string {
  return url.replace(/([?&])(?:t=\d+|import)(?=&|$)&?/g, "$1").replace(/[?&]$/, "");
}

function isFile(folder: string, path: string): boolean {
  try {
    return statSync(join(folder, decodeURI(path)), { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // No URI, or a name that no file can have.
    return false;
  }
}
