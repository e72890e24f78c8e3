import devServer from "@hono/vite-dev-server";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

// A handler before Vite's own middleware, which loads its app by `server.ssrLoadModule`.
export default defineConfig({
  appType: "custom",
  environments: {
    ssr: {
      optimizeDeps: { noDiscovery: false, entries: ["src/entry.ts"] },
      resolve: { noExternal: true },
    },
  },
  plugins: [variant(), devServer({ entry: "src/entry.ts" })],
});
