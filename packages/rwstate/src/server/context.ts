/** What the plugins of one `statePlugin()` share for one config. Hooks fill some of it in, in Vite's order. */
import { readFileSync } from "node:fs";
import type { DevEnvironment } from "vite";
import { loadBinding, withoutStack, type Binding, type Mode, type Plan } from "../binding.js";
import { runtimeFolder } from "./runtime-folder.js";

/** The part that is the same for all configs. */
export type Shared = Pick<Context, "binding" | "plan">;

export interface Context {
  readonly binding: Binding;
  readonly plan: Plan;
  /** The packages that import the state module, known from the hook `config` on. */
  dependents: string[];
  /** Known from the hook `config` on. */
  mode: Mode;
  /** The environments whose late dependencies are appended, known from `configResolved` on. */
  readonly appended: Set<string>;
  /** The environments with targeted edits, known once a server is configured. */
  readonly targeted: WeakSet<DevEnvironment>;
  /**
   * Begins an edit that replaces every module, and resolves when requests in flight have ended. The returned function ends the edit. Where the
   * gate is open it resolves at once, because a request in flight may be what the caller works for.
   */
  drain: (environment: DevEnvironment) => Promise<() => void>;
  /** Resolves when the dependencies that an edit in progress has discovered can be loaded; at once where the gate is open. */
  settled: (environment: DevEnvironment) => Promise<void>;
  /** The dev server's id, known from `configResolved` on. */
  server: number;
  /** Whether the server that this one replaces is not closed yet, known from `configureServer` on. */
  isSucceeding: () => boolean;
}

/**
 * Loads the addon and resolves the options.
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
