/**
 * Repeats the report of a save that Chokidar has dropped:
 *
 * ```text
 * save   report   read, transform        dropped save                 repeated report
 *  0 ms    2 ms              5 ms   20 ms, of the same file   60 ms, as the content is another
 * ```
 *
 * Plain Vite reads a module when it is requested, mostly after both. A targeted edit reads it at once, and would serve that content for good.
 */
import { readFileSync } from "node:fs";
import type { ViteDevServer } from "vite";

/** How long after a report Chokidar 3, which Vite 6 to 8 have, drops another of the same file (its `_throttle("change", path, 50)`), and some more. */
const dropsFor = 60;

/** A report of a file, until no other is dropped any more. */
interface Report {
  timer: NodeJS.Timeout;
  /** What the file had at the first read for this report, if there was one. Nothing that Vite transforms for it is older. */
  text: string | undefined;
}

export class DroppedSaves {
  readonly #watcher: ViteDevServer["watcher"];
  /** By file, with slashes. */
  readonly #reports = new Map<string, Report>();

  constructor({ watcher, environments }: ViteDevServer) {
    this.#watcher = watcher;
    const isModule = (file: string) =>
      Object.values(environments).some(({ moduleGraph }) => moduleGraph?.getModulesByFile(file));
    watcher.on("change", (path) => {
      const file = path.replaceAll("\\", "/");
      if (!isModule(file)) return;
      clearTimeout(this.#reports.get(file)?.timer);
      const timer = setTimeout(() => this.#compare(file, path), dropsFor).unref();
      this.#reports.set(file, { timer, text: undefined });
    });
  }

  /**
   * Reads a report's file, once for all environments. An editor truncates a file before it writes it: then this waits for its content, for 100 ms
   * at most, as Vite does.
   */
  async read(file: string): Promise<void> {
    if (this.#reports.get(file)?.text) return;
    // At once: an update waits for this, and a thread for it is busy with what requests read.
    let text = textOf(file);
    for (let wait = 0; text === "" && wait < 10; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      text = textOf(file);
    }
    const report = this.#reports.get(file);
    if (report) report.text ??= text;
  }

  /** What has not been read yet will be read later than all that was dropped. */
  #compare(file: string, path: string): void {
    const before = this.#reports.get(file)?.text;
    this.#reports.delete(file);
    const now = textOf(path);
    // A file that is gone has an event of its own.
    const isDropped = before !== undefined && now !== undefined && now !== before;
    // Not in the watcher's type.
    const isClosed = (this.#watcher as { closed?: boolean }).closed === true;
    if (isDropped && !isClosed) this.#watcher.emit("change", path);
  }
}

/** The content of a file; `undefined` where it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
