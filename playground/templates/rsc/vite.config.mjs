import react from "@vitejs/plugin-react";
import rsc from "@vitejs/plugin-rsc";
import { defineConfig } from "vite";

// Each environment is optimized, from the entry of its build.
const entry = (name) => ({
  build: { rollupOptions: { input: { index: `./src/entry.${name}.tsx` } } },
  optimizeDeps: { noDiscovery: false },
  resolve: { noExternal: true },
});

export default defineConfig({
  plugins: [rsc({ serverHandler: false }), react()],
  resolve: { alias: { "~": `${import.meta.dirname}/src` } },
  environments: { rsc: entry("rsc"), ssr: entry("ssr"), client: entry("browser") },
});
