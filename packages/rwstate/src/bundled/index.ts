/** The plugin for server environments that Vite bundles in dev: it lets errors pass, and has disposers called before a full reload. */
import type { DevEnvironment, HotPayload, Plugin } from "vite";
import { engineOf, isBundled, isEntryModule } from "../server/bundled.js";
import type { Context } from "../server/context.js";
import { withChannel } from "../server/listening.js";
import { isFirst } from "../server/once.js";

type Send = (...message: unknown[]) => void;

export function bundled(context: Context): Plugin {
  const { plan } = context;
  const watched = new WeakSet<DevEnvironment>();
  return {
    name: "rwstate:bundled",
    enforce: "post",
    configureServer(server) {
      if (context.mode !== "dev" || !isFirst(server, "bundled")) return;
      for (const environment of withChannel(server)) {
        if (!isBundled(environment) || environment.config.consumer === "client") continue;
        watched.add(environment);
        passErrors(environment);
        dropFallback(environment);
        fetchLatest(environment);
        if (plan.logs("info")) environment.logger.info(notCovered, { timestamp: true });
      }
    },
    // The runner evaluates `rwstate/edits` with its entry module.
    transform(code, id) {
      const environment = this.environment as DevEnvironment;
      if (!watched.has(environment) || !isEntryModule(this, environment, id)) return undefined;
      return { code: `${code}\nimport "rwstate/edits";\n`, map: null };
    },
  };
}

const notCovered =
  "rwstate: Vite bundles this environment, so an edit that no module accepts evaluates every module again (no targeted edits); " +
  "contexts and defined state are kept";

/**
 * Vite 8.4 sends an error of an edit to each runner by a function that throws for errors, in a callback of rolldown's: the process ends. What
 * has thrown is sent as Vite sends the other errors of a bundle, to all runners.
 */
function passErrors({ hot }: DevEnvironment): void {
  // Before Vite's own listener, which keeps the client: Vite adds that when the environment listens.
  hot.on("vite:client:connect", (_, client) => {
    const send = client.send.bind(client) as Send;
    client.send = (...message: unknown[]) => {
      try {
        send(...message);
      } catch (error) {
        const payload = message[0] as HotPayload;
        if (payload?.type !== "error") throw error;
        hot.send(payload);
      }
    };
  });
}

/**
 * Has a runner import chunks that hold all edits. Patches hold edits alone: those before a runner's first import, and those that a full
 * reload of another cause than an edit would lose.
 */
function fetchLatest(environment: DevEnvironment): void {
  const fetch = environment.fetchModule.bind(environment);
  environment.fetchModule = async (url, importer, options) => {
    if (importer !== undefined || url.startsWith("/@vite/")) return fetch(url, importer, options);
    const engine = engineOf(environment);
    // Where they cannot be bundled the fetch itself fails.
    if (options?.cached === false) await engine?.ensureLatestBuildOutput().catch(() => {});
    for (let attempt = 1; ; attempt++) {
      try {
        return await fetch(url, importer, options);
      } catch (error) {
        // A bundle was made meanwhile, and Vite has asked the plugins of the one before.
        if (attempt === attempts || !String(error).includes("already dropped")) throw error;
        await engine?.ensureCurrentBuildFinish().catch(() => {});
      }
    }
  };
}

/** How often an entry module is fetched at most while bundles are made. */
const attempts = 5;

/** Drops the reload for pages that were shown before the first bundle was made. A runner waits for that bundle, and would evaluate it twice. */
function dropFallback(environment: DevEnvironment): void {
  const { hot } = environment;
  const send = hot.send.bind(hot) as Send;
  hot.send = (...message: unknown[]) => {
    const payload = (message[0] ?? {}) as Partial<HotPayload> & { ifFallback?: boolean };
    if (payload.type !== "full-reload" || !payload.ifFallback) send(...message);
  };
}
