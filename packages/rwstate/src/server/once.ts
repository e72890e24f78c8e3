/** Where several plugins of this package are in one server, as a framework's and its user's, one of them does what must be done once. */
import type { ViteDevServer } from "vite";

/** Returns whether nobody has done this for a server yet, whichever copy of the package they came from. */
export function isFirst(
  server: ViteDevServer,
  what: "append" | "edits" | "gate" | "inspector" | "lifecycle" | "place" | "preserve",
): boolean {
  const mark = Symbol.for(`rwstate/${what}/v1`);
  const marked = server as { [mark]?: boolean };
  if (marked[mark]) return false;
  marked[mark] = true;
  return true;
}
