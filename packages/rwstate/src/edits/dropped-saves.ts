/**
 * Repeats the report of a save that Chokidar has dropped:
 *
 * ```text
 * save   report   transform        dropped save                 repeated report
 *  0 ms    2 ms        5 ms   20 ms, of the same file   60 ms, as the content is another
 * ```
 *
 * Plain Vite reads a module when it is requested, mostly after both. A targeted edit reads it at once, and would serve that content for good.
 */
import { readFileSync } from "node:fs";
import type { ViteDevServer } from "vite";

/** How long after a report Chokidar 3, which Vite 6 to 8 have, drops another of the same file (its `_throttle("change", path, 50)`), and some more. */
const dropsFor = 60;

/** Compares the modules' files with what they were when the watcher of a server reported them. */
export function repeatDropped({ watcher, environments }: ViteDevServer): void {
  const timers = new Map<string, NodeJS.Timeout>();
  const isModule = (file: string) =>
    Object.values(environments).some(({ moduleGraph }) => moduleGraph?.getModulesByFile(file));
  // Not in its type.
  const isClosed = () => (watcher as { closed?: boolean }).closed === true;

  watcher.on("change", (path) => {
    if (!isModule(path.replaceAll("\\", "/"))) return;
    // At once: nothing that Vite reads for this report may be older.
    const reported = contentOf(path);
    clearTimeout(timers.get(path));
    const timer = setTimeout(() => {
      timers.delete(path);
      const content = contentOf(path);
      // A file that is gone has an event of its own.
      const isDropped = reported && content && !content.equals(reported);
      if (isDropped && !isClosed()) watcher.emit("change", path);
    }, dropsFor);
    timers.set(path, timer.unref());
  });
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
