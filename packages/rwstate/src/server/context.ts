/** What the small plugins of one `statePlugin()` share in one config. */
import { readFileSync } from "node:fs";
import type { DevEnvironment } from "vite";
import { loadBinding, withoutStack, type Binding, type Mode, type Plan } from "../binding.js";
import { runtimeFolder } from "./runtime-folder.js";

/** What does not depend on a config. */
export type Shared = Pick<Context, "binding" | "plan">;

export interface Context {
  readonly binding: Binding;
  readonly plan: Plan;
  /** Packages that import the state module, found by the crawl. */
  dependents: string[];
  /** Known from the hook `config` on. */
  mode: Mode;
  /** The environments whose late dependencies are appended, known from `configResolved` on. */
  readonly appended: Set<string>;
  /** The environments in which an edit evaluates again only what it changed, known once a server is configured. */
  readonly targeted: WeakSet<DevEnvironment>;
  /**
   * Resolves when requests that an edit in progress overlaps have ended, as Vite is about to replace what they use; the answer ends that.
   * At once where no edit is in progress, as what waits may be a request.
   */
  drain: (environment: DevEnvironment) => Promise<() => void>;
  /** Resolves when the dependencies that an edit in progress has discovered can be loaded; at once where no request is held meanwhile. */
  settled: (environment: DevEnvironment) => Promise<void>;
  /** The dev server's id, known from `configResolved` on. */
  server: number;
  /** Whether the server whose place this one takes is not closed yet, known from `configureServer` on. */
  isSucceeding: () => boolean;
}

/**
 * Loads what all configs share.
 *
 * @throws {Error} see `statePlugin`.
 */
export function share(options: unknown): Shared {
  const binding = withoutStack(loadBinding);
  const file = `${runtimeFolder}/state.mjs`;
  const text = readFileSync(file, "utf8");
  const plan = withoutStack(() => new binding.Plan(options, file, text));
  return { binding, plan };
}

/** Creates the context of one config. */
export function createContext({ binding, plan }: Shared): Context {
  return {
    binding,
    plan,
    dependents: [],
    mode: "dev",
    appended: new Set(),
    targeted: new WeakSet(),
    drain: () => Promise.resolve(() => {}),
    settled: () => Promise.resolve(),
    server: 0,
    isSucceeding: () => false,
  };
}
