import node from "@astrojs/node";
import { defineConfig } from "astro/config";
import { statePlugin } from "rwstate/vite";

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  devToolbar: { enabled: false },
  vite: {
    define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
    plugins: [process.env.PLAYGROUND_VARIANT !== "ordinary" && statePlugin()],
  },
});
