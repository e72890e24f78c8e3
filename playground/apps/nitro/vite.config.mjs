import { nitro } from "nitro/vite";
import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

// A handler that sits before Vite's own middleware, and a runner of Nitro's own in a worker thread.
export default defineConfig({
  environments: {
    nitro: {
      optimizeDeps: { noDiscovery: false, entries: ["src/entry.ts"] },
      resolve: { noExternal: true },
    },
  },
  // Nitro has externals of its own, which hide what the app imports from Vite's scan.
  plugins: [variant(), nitro({ serverEntry: "src/entry.ts", noExternals: true })],
});
