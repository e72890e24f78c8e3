// The app's own server, with Vite as its middleware.
import { once } from "node:events";
import express from "express";
import { createServer } from "vite";

/** Starts the server. The options are Vite's. */
export async function start(options) {
  const vite = await createServer({
    ...options,
    appType: "custom",
    server: { ...options.server, middlewareMode: true, hmr: { port: 0 } },
  });
  const app = express();
  app.use(vite.middlewares);
  app.use(express.text({ type: "*/*" }));
  app.use(async (request, response, next) => {
    try {
      const { routes } = await vite.ssrLoadModule("/src/entry-server.ts");
      await routes(request, response, next);
    } catch (error) {
      next(error);
    }
  });
  const httpServer = app.listen(0, options.server.host);
  await once(httpServer, "listening");
  return { vite, httpServer };
}
