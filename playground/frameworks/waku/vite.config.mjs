// What `waku dev` makes of a `waku.config.ts` with the same `vite`.
import { statePlugin } from "rwstate/vite";
import { defineConfig } from "vite";
import { unstable_resolveConfig as resolveConfig } from "waku/internals";
import { unstable_combinedPlugins as combinedPlugins } from "waku/vite-plugins";

const vite = {
  define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
  plugins: [process.env.PLAYGROUND_VARIANT !== "ordinary" && statePlugin()],
};

export default defineConfig({ plugins: [combinedPlugins(resolveConfig({ vite }))] });
