/** Whether Vite runs hooks and sends messages for a saved file. */
import type { ResolvedConfig } from "vite";

export type Hmr = "on" | "off";

/** Whether HMR is on. In Vite's bundled dev mode it is off for every environment. */
export function hmrOf({ server, experimental }: ResolvedConfig): Hmr {
  return server.hmr === false || experimental.bundledDev === true ? "off" : "on";
}
