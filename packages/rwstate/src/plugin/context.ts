/** What the small plugins of one `statePlugin()` share. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { normalizePath, type DevEnvironment } from "vite";
import { loadBinding, withoutStack, type Binding, type Mode, type Plan } from "../binding.js";

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
}

export function createContext(options: unknown): Context {
  const binding = withoutStack(loadBinding);
  const file = fileURLToPath(new URL("../runtime/state.mjs", import.meta.url));
  const text = readFileSync(file, "utf8");
  const plan = withoutStack(() => new binding.Plan(options, normalizePath(file), text));
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
  };
}
