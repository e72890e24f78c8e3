/**
 * Saves for which it is not known yet what they affect. A runner gets no outdated module meanwhile: it might evaluate that without the modules
 * that it registers with.
 *
 * A save is pending from the moment at which Vite invalidates the file's modules. Before that moment runners get what they ask for: the gate may
 * wait for requests that import a module of an earlier edit.
 */
import type { EnvironmentModuleGraph, EnvironmentModuleNode } from "vite";

/** How long a save is pending at most, in milliseconds. A plugin's hook may use the runner itself. */
const bound = 2000;

type Invalidated = (modules: EnvironmentModuleNode[]) => void;

export class PendingSaves {
  readonly #moduleGraph: EnvironmentModuleGraph;
  /** By file: saves for which Vite has not invalidated modules yet. */
  readonly #expected = new Map<string, Invalidated[]>();
  readonly #pending = new Set<Promise<void>>();
  /** By file: how the pending save ends whose hooks have not run yet. */
  readonly #ends = new Map<string, () => void>();
  #isInvalidating = false;

  constructor(moduleGraph: EnvironmentModuleGraph) {
    this.#moduleGraph = moduleGraph;
    const { onFileChange } = moduleGraph;
    moduleGraph.onFileChange = (file) => {
      const invalidate = () => onFileChange.call(moduleGraph, file);
      const expected = this.#expected.get(file);
      const invalidated = expected?.shift();
      if (expected?.length === 0) this.#expected.delete(file);
      // A plugin may call this function, too.
      if (invalidated) this.#save(file, invalidate, invalidated);
      else invalidate();
    };
  }

  get areAny(): boolean {
    return this.#pending.size > 0;
  }

  /** Whether Vite is invalidating the modules of a saved file. */
  get isInvalidating(): boolean {
    return this.#isInvalidating;
  }

  /** Notes that a file was saved. `invalidated` is called when Vite has invalidated its modules, if there are any. */
  expect(file: string, invalidated: Invalidated): void {
    const expected = this.#expected.get(file);
    if (expected) expected.push(invalidated);
    else this.#expected.set(file, [invalidated]);
  }

  /** Returns a function to call once everything is invalidated that a file's save affects. A later save of the file stays pending. */
  ending(file: string): (() => void) | undefined {
    const end = this.#ends.get(file);
    this.#ends.delete(file);
    return end;
  }

  /** Begins a pending save, and returns a function that ends it. */
  begin(): () => void {
    let resolve!: () => void;
    const ended = new Promise<void>((it) => (resolve = it));
    const end = () => {
      clearTimeout(timer);
      this.#pending.delete(ended);
      resolve();
    };
    const timer = setTimeout(end, bound);
    timer.unref();
    this.#pending.add(ended);
    return end;
  }

  /** Resolves when those that are pending now have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #save(file: string, invalidate: () => void, invalidated: Invalidated): void {
    const modules = [...(this.#moduleGraph.getModulesByFile(file) ?? [])];
    if (modules.length === 0) return invalidate();
    this.#ends.get(file)?.();
    this.#ends.set(file, this.begin());
    this.#isInvalidating = true;
    try {
      invalidate();
    } finally {
      this.#isInvalidating = false;
    }
    invalidated(modules);
  }
}
