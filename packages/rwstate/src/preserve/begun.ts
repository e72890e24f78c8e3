/** Tells when state begins anew because what it begins with was changed. */
import type { DevEnvironment } from "vite";
import type { Rewritten } from "../binding.js";
import type { Context } from "../plugin/context.js";

export class Begun {
  readonly #context: Context;
  readonly #fingerprints = new WeakMap<DevEnvironment, Map<string, string>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Notes a module's entries: keys, each with the fingerprint of its initializer. */
  note(environment: DevEnvironment, entries: Rewritten["entries"]): void {
    const { binding, plan } = this.#context;
    let known = this.#fingerprints.get(environment);
    if (!known) this.#fingerprints.set(environment, (known = new Map()));
    const anew: string[] = [];
    for (const [key, fingerprint] of entries) {
      const before = known.get(key);
      if (before !== undefined && before !== fingerprint) anew.push(key);
      known.set(key, fingerprint);
    }
    if (anew.length === 0 || !plan.tells("info")) return;
    environment.logger.info(binding.resetLine(environment.name, anew), {
      timestamp: true,
    });
  }
}
