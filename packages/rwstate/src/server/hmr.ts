/** Whether Vite runs hooks for a saved file, and sends what follows from it. */
import type { ResolvedConfig } from "vite";

export type Hmr = "on" | "off";

/** Where Vite bundles in dev it runs no hook for a saved file, whatever environment has it. */
export function hmrOf({ server, experimental }: ResolvedConfig): Hmr {
  return server.hmr === false || experimental.bundledDev === true ? "off" : "on";
}
