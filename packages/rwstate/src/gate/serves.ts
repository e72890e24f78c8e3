/** Whether Vite serves a URL. The URL's form does not say so: `/og/cover.png` or `/report?v=2024` may be routes of the app. */
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

/** A URL as the module graph has it, without the parameters that Vite adds to imports: `t`, the time of an update, and `import`. */
function withoutMarks(url: string): string {
  return url.replace(/([?&])(?:t=\d+|import)(?=&|$)&?/g, "$1").replace(/[?&]$/, "");
}

function isFile(folder: string, path: string): boolean {
  try {
    return statSync(join(folder, decodeURI(path)), { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // The URL is invalid, or no file can have such a name.
    return false;
  }
}
