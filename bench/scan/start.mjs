// A dev server's start without caches, with the scan or without.
import { performance } from "node:perf_hooks";
import { installFramework, openLab } from "../../playground/harness/lab.mjs";

/** Copying the app and starting the process are no part of the start. */
export async function start(app, scan) {
  const lab = await openLab({
    vite: 8,
    app,
    plugin: { scan: scan === "on" },
    prepare: (root) => installFramework(root, 8),
    // Miniflare would ask the network for an example of `request.cf`.
    env: { CLOUDFLARE_CF_FETCH_ENABLED: "false" },
  });
  const begin = performance.now();
  const response = await lab.fetch("/?id=bench");
  await response.text();
  const answered = performance.now() - begin;
  const listening = await lab.call("startedIn");
  await lab.close();
  if (!response.ok) throw new Error(`${app}, scan ${scan}: answered ${response.status}`);
  return { listening, answered };
}
