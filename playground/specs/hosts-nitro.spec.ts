/** The same for Nitro, whose runner is in a worker thread behind a server of its own. */
import { describeHost } from "./hosts";

describeHost("a handler before Vite's own middleware, with its runner in a worker thread (Nitro)", {
  app: "nitro",
  environment: "nitro",
  // Nitro's plugins transform React's server in each re-optimization, which may delay a request for seconds on a slow machine.
  // Without append a GET may have to be replayed.
  plugin: { gate: { drainMs: 20_000, replayMs: 20_000 }, appendDeps: false },
  oldest: 7,
});
