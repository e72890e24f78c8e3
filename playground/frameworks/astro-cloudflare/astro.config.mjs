import cloudflare from "@astrojs/cloudflare";
import { defineConfig } from "astro/config";
import { statePlugin } from "rwstate/vite";

const { PLAYGROUND_VARIANT, PLAYGROUND_OPTIONS } = process.env;

export default defineConfig({
  output: "server",
  adapter: cloudflare({ inspectorPort: false, persistState: false }),
  devToolbar: { enabled: false },
  vite: {
    define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
    plugins: [
      PLAYGROUND_VARIANT !== "ordinary" &&
        statePlugin(PLAYGROUND_OPTIONS && JSON.parse(PLAYGROUND_OPTIONS)),
    ],
  },
});
