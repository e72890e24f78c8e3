import { sveltekit } from "@sveltejs/kit/vite";
import { statePlugin } from "rwstate/vite";
import { defineConfig } from "vite";

const { PLAYGROUND_VARIANT, PLAYGROUND_OPTIONS } = process.env;

export default defineConfig({
  define: { PLAYGROUND_CONFIG: JSON.stringify("config 0") },
  plugins: [
    PLAYGROUND_VARIANT !== "ordinary" &&
      statePlugin(PLAYGROUND_OPTIONS && JSON.parse(PLAYGROUND_OPTIONS)),
    sveltekit(),
  ],
});
