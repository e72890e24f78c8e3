/** The modules that went along with an update, of which it is not known yet whether the runner has evaluated them. */
import type { EnvironmentModuleNode } from "vite";

type Module = EnvironmentModuleNode;

export class Given {
  /** With the number of the update, until they become outdated. */
  readonly #updates = new WeakMap<Module, number>();
  /** By URL, the same of modules that have become outdated since. */
  readonly #retracted = new Map<string, number>();

  add(module: Module, update: number): void {
    this.#updates.set(module, update);
  }

  /** Whether a module goes along with an update that the runner has not got. `received` is the last one that it has got. */
  isOnItsWay(module: Module, received: number): boolean {
    return (this.#updates.get(module) ?? -1) > received;
  }

  /** Returns the update that a module goes along with, and forgets it: the runner is given the module now. */
  take(module: Module): number | undefined {
    const update = this.#updates.get(module);
    this.#updates.delete(module);
    return update;
  }

  /** Notes that a module has become outdated. */
  retract(module: Module): void {
    const update = this.take(module);
    if (update !== undefined) this.#retracted.set(module.url, update);
  }

  /**
   * The modules that the runner must not use any more though it was given them, by their URLs, with the numbers of updates; `undefined` where there
   * are none. Otherwise an evaluation in flight might use them with newer modules that it fetches, and the next update evaluate them again with
   * the same. `received` is the last update that the runner has got; the next one replaces all that were retracted before it.
   */
  retracted(received: number): Record<string, number> | undefined {
    for (const [url, update] of this.#retracted) {
      if (update < received) this.#retracted.delete(url);
    }
    return this.#retracted.size > 0 ? Object.fromEntries(this.#retracted) : undefined;
  }
}
