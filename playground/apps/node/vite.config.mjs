import { createRunnableDevEnvironment, defineConfig } from "vite";
import { respond, toRequest } from "./respond.mjs";
import { variant } from "./variant.mjs";

const { PLAYGROUND_EXTERNALS, PLAYGROUND_EXTERNAL } = process.env;

// Both environments are optimized, as frameworks on Vite's module runner do; `rsc` runs beside `ssr` in one process.
const optimized = {
  optimizeDeps: { noDiscovery: false, entries: ["src/entry.ts"] },
  resolve: { noExternal: true },
};

// Vite's default: `ssr` imports packages natively, and optimizes none.
const external = { resolve: { external: PLAYGROUND_EXTERNAL ? [PLAYGROUND_EXTERNAL] : [] } };

// Some packages are optimized, and all others are imported natively.
const partly = { ...optimized, resolve: { noExternal: ["fw"] } };

const ssr = { default: external, partly }[PLAYGROUND_EXTERNALS] ?? optimized;

export default defineConfig({
  appType: "custom",
  environments: {
    ssr,
    rsc: {
      ...optimized,
      consumer: "server",
      resolve: {
        noExternal: true,
        conditions: ["react-server", "module", "node", "development|production"],
      },
      dev: { createEnvironment: (name, config) => createRunnableDevEnvironment(name, config) },
    },
  },
  plugins: [variant(), server()],
});

/** `/rsc` is answered in the environment `rsc`, and all other paths in `ssr`. */
function server() {
  return {
    name: "playground:server",
    configureServer({ environments, middlewares }) {
      return () =>
        middlewares.use(async (incoming, outgoing, next) => {
          const url = new URL(incoming.originalUrl ?? "/", `http://${incoming.headers.host}`);
          const name = url.pathname.startsWith("/rsc") ? "rsc" : "ssr";
          try {
            const { handle } = await environments[name].runner.import("/src/entry.ts");
            await respond(outgoing, await handle(toRequest(incoming, url), name));
          } catch (error) {
            next(error);
          }
        });
    },
  };
}
