/** No request fails during a re-optimization, wherever a host has its handler in the middleware, and whether the server is Vite's or its own. */
import { describeHost } from "./hosts";

describeHost("a handler before Vite's own middleware, through ssrLoadModule (Hono)", {
  app: "hono",
});
describeHost("Vite as middleware of an Express 5 app", {
  app: "node",
  env: { PLAYGROUND_HOST: "express" },
});
describeHost("HTTPS with HTTP/2", { app: "node", env: { PLAYGROUND_HOST: "https" } });
