/** Reports state that starts fresh because its initializer has changed. */
import type { DevEnvironment } from "vite";
import type { Rewritten } from "../binding.js";
import type { Context } from "../server/context.js";

export class ChangedInitializers {
  readonly #context: Context;
  readonly #fingerprints = new WeakMap<DevEnvironment, Map<string, string>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Compares the fingerprints of a module's initializers with those before, and logs the keys whose fingerprints differ. */
  note(environment: DevEnvironment, entries: Rewritten["entries"]): void {
    const { binding, plan } = this.#context;
    let known = this.#fingerprints.get(environment);
    if (!known) this.#fingerprints.set(environment, (known = new Map()));
    const changed: string[] = [];
    for (const [key, fingerprint] of entries) {
      const before = known.get(key);
      if (before !== undefined && before !== fingerprint) changed.push(key);
      known.set(key, fingerprint);
    }
    if (changed.length === 0 || !plan.logs("info")) return;
    environment.logger.info(binding.resetLine(environment.name, changed), {
      timestamp: true,
    });
  }
}
