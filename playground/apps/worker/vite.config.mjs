import { cloudflare } from "@cloudflare/vite-plugin";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

const { PLAYGROUND_CHILD } = process.env;
const viteEnvironment = {
  name: "worker",
  ...(PLAYGROUND_CHILD && { childEnvironments: [PLAYGROUND_CHILD] }),
};

export default defineConfig({
  plugins: [variant(), cloudflare({ viteEnvironment, inspectorPort: false, persistState: false })],
});
