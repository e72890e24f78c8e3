// Puts the plugin's modules into one, `dist/plugin/index.js`: to load some fifty files takes three times as long, at each start of a server.
// What is read as a file stays one: the runtime, the inspector's page, and the addon's loader, which the command line has too.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = dirname(fileURLToPath(import.meta.url));

await build({
  root,
  configFile: false,
  logLevel: "warn",
  build: {
    ssr: join(root, "dist/plugin/index.js"),
    outDir: join(root, "dist/plugin"),
    emptyOutDir: false,
    minify: false,
    target: "node20",
    rollupOptions: { external: (id) => id.endsWith("/binding.js") },
  },
});
