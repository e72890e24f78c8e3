/** Messages to runners and browsers that are sent together: what environments would send during a batch waits until it ends. */
import type { DevEnvironment, HotPayload, ResolvedConfig, Update } from "vite";

export type Reload = Extract<HotPayload, { type: "full-reload" }>;
type Waiting = Extract<HotPayload, { type: "full-reload" | "update" }>;

/** What waits of one environment: updates of modules, each once, and reloads. */
export interface Collected {
  updates: Update[];
  reloads: Reload[];
}

export class Batch {
  #isOpen = false;
  readonly #ends = new Set<() => void>();

  /** Whether what environments send waits. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Returns a function that takes an environment's message, and returns whether that waits. `send` gets what has waited when the batch
   * ends.
   */
  collector(send: (collected: Collected) => void): (payload: unknown) => boolean {
    let waiting: Waiting[] = [];
    this.#ends.add(() => {
      const updates = new Map<string, Update>();
      const reloads: Reload[] = [];
      for (const payload of waiting) {
        if (payload.type === "full-reload") reloads.push(payload);
        else for (const one of payload.updates) updates.set(`${one.path} ${one.acceptedPath}`, one);
      }
      waiting = [];
      if (updates.size + reloads.length > 0) send({ updates: [...updates.values()], reloads });
    });
    return (payload) => {
      const { type } = (payload ?? {}) as { type?: string };
      const waits = this.#isOpen && (type === "full-reload" || type === "update");
      if (waits) waiting.push(payload as Waiting);
      return waits;
    };
  }

  /** Runs `make`, and sends what its messages come to. */
  async run(make: () => Promise<void>): Promise<void> {
    this.#isOpen = true;
    try {
      await make();
    } finally {
      this.#isOpen = false;
      for (const end of this.#ends) end();
    }
  }
}

const batches = new WeakMap<ResolvedConfig, Batch>();

/** The batch of an environment's server. */
export function batchOf(environment: DevEnvironment): Batch {
  const config = environment.getTopLevelConfig();
  const batch = batches.get(config) ?? new Batch();
  batches.set(config, batch);
  return batch;
}
