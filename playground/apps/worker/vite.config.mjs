import { cloudflare } from "@cloudflare/vite-plugin";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

export default defineConfig({
  plugins: [
    variant(),
    cloudflare({ viteEnvironment: { name: "worker" }, inspectorPort: false, persistState: false }),
  ],
});
