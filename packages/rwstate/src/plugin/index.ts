/** `statePlugin`: the list of all plugins, which share a context for each config. */
import type { Plugin } from "vite";
import { append } from "../append/index.js";
import { newlyInstalled } from "../append/newly-installed.js";
import { bundled } from "../bundled/index.js";
import { edits } from "../edits/index.js";
import { gate } from "../gate/index.js";
import { inspector } from "../inspector/index.js";
import { lifecycle } from "../lifecycle/index.js";
import { preserve } from "../preserve/index.js";
import { createContext, share, type Context } from "../server/context.js";
import { dependents } from "../state/dependents.js";
import { native } from "../state/native.js";
import { perConfig } from "./per-config.js";
import { saves } from "../saves/index.js";
import { stateModule } from "../state/state-module.js";
import { vitest } from "../state/vitest.js";

/** The options of `statePlugin`. Every option has a default. */
export interface StatePluginOptions {
  /** The name under which code imports the state module. Default: `"rwsdk/__state"`. */
  specifier?: string | undefined;
  /**
   * Whether dev state is kept in Vitest's own servers too, where the plugin is inactive otherwise. It is always active in a dev server that
   * a test starts. Default: `false`.
   */
  vitest?: boolean | undefined;
  /**
   * Whether a dependency that is discovered late is bundled by itself and appended to what Vite's optimizer has, so that nothing
   * reloads. An object sets this for single environments, such as `{ client: false }`; for the others it is `true`. Default: `true`.
   */
  appendDeps?: boolean | Record<string, boolean | undefined> | undefined;
  /**
   * Whether an edit of a server's code evaluates again only the modules that it changed, what imports them and what they register
   * with, rather than every module. An object sets this for single environments, such as `{ ssr: false }`. Default: `true`.
   */
  targetedEdits?: boolean | Record<string, boolean | undefined> | undefined;
  /**
   * Whether requests wait while Vite re-optimizes, and how long at most, in milliseconds: `drainMs` (default 2000) for
   * those in flight to end before modules change, `holdMs` (10000) for anything else that a request or an edit waits for,
   * `acknowledgeMs` (3000) for a runner to answer that it has reloaded, from the last module that it fetches. A GET that fails meanwhile
   * is replayed, unless it was in the app for longer than `replayMs` (1000; 0 is never). Default: `true`.
   */
  gate?:
    | boolean
    | {
        drainMs?: number | undefined;
        holdMs?: number | undefined;
        acknowledgeMs?: number | undefined;
        replayMs?: number | undefined;
      }
    | undefined;
  /**
   * Which of modules' own state is kept when they are evaluated again: `"contexts"` (each `AsyncLocalStorage`, and declarations with a
   * comment `rwstate: keep`), `false`, or an object for some files and packages. Default: `"contexts"`.
   */
  preserve?: "contexts" | false | PreserveOptions | undefined;
  /** Whether the inspector's page is served, at `/__rwstate/` below Vite's `base`. Default: `true`. */
  inspector?: boolean | undefined;
  /** Which messages the plugin logs, within Vite's `logLevel`. Default: `"info"`. */
  logLevel?: "info" | "warn" | "error" | "silent" | undefined;
}

/** Which modules' state is kept, and which functions and classes make state besides contexts. */
export interface PreserveOptions {
  /** Packages by name and files by glob from the root, such as `["hono", "src/**"]`. Default: all. */
  include?: string | string[] | undefined;
  /** Packages and files to leave as they are. Default: none. */
  exclude?: string | string[] | undefined;
  /** Functions and classes that make state, by the module they are imported from: `{ "my-store": ["createStore"] }`. Default: none. */
  states?: Record<string, string[]> | undefined;
}

/**
 * Makes module-level state survive Vite's dependency re-optimization.
 *
 * @throws {Error} RWS001–RWS003 for options, RWS005 without the native addon, RWS007 for a damaged installation.
 */
export function statePlugin(options?: StatePluginOptions): Plugin[] {
  const shared = share(options);
  return perConfig(() => pluginsOf(createContext(shared)));
}

function pluginsOf(context: Context): Plugin[] {
  return [
    dependents(context),
    stateModule(context),
    native(context),
    vitest(),
    // Before the gate, which would hold requests for its page.
    inspector(context),
    ...lifecycle(context),
    ...preserve(context),
    ...gate(context),
    // After the gate: it wraps `hot.send` before this, so it does not get the reloads that this drops.
    bundled(context),
    // After the gate: it wraps `hot.send` before them, so it gets the updates that they send.
    ...edits(context),
    // After the gate: it wraps the optimizer before this, so it sees only dependencies that are left to Vite.
    append(context),
    newlyInstalled(),
    saves(context),
  ];
}

export default statePlugin;
