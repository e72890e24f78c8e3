/**
 * Dependencies that no walk through sources sees, as a plugin injects their imports: what a request discovered once is
 * remembered beside Vite's own cache, and known at the next start.
 *
 * ```json
 * { "ssr": ["react/compiler-runtime"] }
 * ```
 */
import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The last change of each file: the environments of a server share one, and a change reads before it writes. */
const changes = new Map<string, Promise<void>>();

export class Learned {
  readonly #file: string;
  readonly #environment: string;

  constructor(cacheDir: string, environment: string) {
    this.#file = join(cacheDir, "rwstate.json");
    this.#environment = environment;
  }

  /** What was learned for this environment. A file that cannot be read has taught nothing. */
  names(): string[] {
    return this.#read()[this.#environment] ?? [];
  }

  /** Remembers a dependency. That it cannot be written down costs the next start a re-optimization, and no more. */
  add(name: string): Promise<void> {
    return this.#change((names) => [...names, name]);
  }

  /** Forgets a dependency that is there no longer. */
  remove(name: string): Promise<void> {
    return this.#change((names) => names.filter((known) => known !== name));
  }

  #change(change: (names: string[]) => string[]): Promise<void> {
    const before = changes.get(this.#file) ?? Promise.resolve();
    const changed = before.then(() => this.#write(change)).catch(() => {});
    changes.set(this.#file, changed);
    return changed;
  }

  async #write(change: (names: string[]) => string[]): Promise<void> {
    const learned = this.#read();
    const before = learned[this.#environment] ?? [];
    const names = [...new Set(change(before))].sort();
    if (names.join() === before.join()) return;
    learned[this.#environment] = names;
    const fresh = `${this.#file}.${process.pid}`;
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(fresh, `${JSON.stringify(learned, null, 2)}\n`);
    await rename(fresh, this.#file);
  }

  #read(): Record<string, string[]> {
    try {
      const learned: unknown = JSON.parse(readFileSync(this.#file, "utf8"));
      const entries = Object.entries(Object(learned) as Record<string, unknown>);
      return Object.fromEntries(
        entries.map(([name, names]) => [name, [names].flat().filter(isString)]),
      );
    } catch {
      return {};
    }
  }
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
