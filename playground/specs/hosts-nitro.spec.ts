/** The same for Nitro, whose runner is in a worker thread behind a server of its own. */
import { describeHost } from "./hosts";

describeHost("a handler before Vite's own middleware, with its runner in a worker thread (Nitro)", {
  app: "nitro",
  environment: "nitro",
  // Nitro's plugins transform React's server in each re-optimization, which may delay a request for seconds on a slow machine.
  // Without append a GET may have to be replayed.
  plugin: { gate: { drainMs: 20_000, replayMs: 20_000 }, appendDeps: false },
  // The server of Nitro's worker closes connections that were quiet for five seconds, as those are that wait for a slow re-optimization, and a
  // request that Nitro's proxy sends just then fails: "socket hang up".
  execArgv: ["--import", new URL("../harness/keep-connections.mjs", import.meta.url).href],
  oldest: 7,
});
