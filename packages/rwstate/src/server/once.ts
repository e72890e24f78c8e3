/** A server may have several plugins of this package, a framework's and its user's. Some things only one of them may do. */
import type { ViteDevServer } from "vite";

/** Returns whether this is the first call for a server, among all copies of the package. */
export function isFirst(
  server: ViteDevServer,
  what:
    | "append"
    | "bundled"
    | "edits"
    | "gate"
    | "inspector"
    | "lifecycle"
    | "place"
    | "preserve"
    | "saves",
): boolean {
  const mark = Symbol.for(`rwstate/${what}/v1`);
  const marked = server as { [mark]?: boolean };
  if (marked[mark]) return false;
  marked[mark] = true;
  return true;
}
