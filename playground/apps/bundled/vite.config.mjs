import { defineConfig } from "vite";
import { variant } from "./variant.mjs";

export default defineConfig({
  appType: "custom",
  environments: {
    ssr: { isBundled: true, input: "src/entry.ts", resolve: { noExternal: true } },
  },
  plugins: [variant(), server()],
});

function server() {
  return {
    name: "playground:server",
    configureServer({ environments, middlewares }) {
      return () =>
        middlewares.use(async ({ originalUrl }, outgoing, next) => {
          try {
            const { answer } = await environments.ssr.runner.import("/src/entry.ts");
            outgoing.end(JSON.stringify(await answer(new URL(originalUrl, "http://localhost"))));
          } catch (error) {
            next(error);
          }
        });
    },
  };
}
