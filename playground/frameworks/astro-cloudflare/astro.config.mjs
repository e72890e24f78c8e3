import cloudflare from "@astrojs/cloudflare";
import { defineConfig } from "astro/config";
import { statePlugin } from "rwstate/vite";

const { PLAYGROUND_OPTIONS } = process.env;

export default defineConfig({
  output: "server",
  adapter: cloudflare({ inspectorPort: false, persistState: false }),
  devToolbar: { enabled: false },
  vite: { plugins: [statePlugin(PLAYGROUND_OPTIONS && JSON.parse(PLAYGROUND_OPTIONS))] },
});
