import { nitro } from "nitro/vite";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

// A handler before Vite's own middleware, and a runner of Nitro's own in a worker thread.
export default defineConfig({
  environments: {
    nitro: {
      optimizeDeps: { noDiscovery: false, entries: ["src/entry.ts"] },
      resolve: { noExternal: true },
    },
  },
  // Nitro has its own rules for externals, which hide the imports of the app from Vite's scan.
  plugins: [variant(), nitro({ serverEntry: "src/entry.ts", noExternals: true })],
});
