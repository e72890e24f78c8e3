/** The plugins for the life of entries: they dispose of them with their server, and report what fails. */
import type { DevEnvironment, Plugin } from "vite";
import type { Diagnostic } from "../binding.js";
import { inspectionOf } from "../inspector/inspection.js";
import { toServer } from "../protocol.js";
import type { Context } from "../server/context.js";
import { withChannel } from "../server/listening.js";
import { isFirst } from "../server/once.js";
import { declarations } from "./declarations.js";
import { endWithServer } from "./end.js";
import { reportDuplicatePackages } from "./duplicate-packages.js";
import { reportStaleEntries } from "./stale-entries.js";

/** The message of a runner that a callback of an entry, such as `dispose`, has failed. */
interface FailedCallback {
  callback: string;
  key: string;
  reason: string;
}

/** The message of a runner that an entry holds an instance of a class that was evaluated again since. */
interface StaleInstance {
  key: string;
  class: string;
}

export function lifecycle(context: Context): Plugin[] {
  const { binding, plan } = context;

  function warn({ config }: DevEnvironment, { text }: Diagnostic): void {
    if (plan.logs("warn")) config.logger.warn(text, { timestamp: true });
  }

  return [
    {
      name: "rwstate:lifecycle",
      enforce: "pre",
      configureServer(server) {
        if (context.mode !== "dev" || !isFirst(server, "lifecycle")) return;
        reportStaleEntries(context, server);
        for (const environment of withChannel(server)) {
          const { name, hot, config } = environment;
          hot.on(toServer.callbackFailed, ({ callback, key, reason }: FailedCallback) =>
            warn(environment, binding.failedCallback(name, callback, key, reason)),
          );
          hot.on(toServer.stale, (stale: StaleInstance) => {
            const diagnostic = inspectionOf(environment)?.stale(name, stale.key, stale.class);
            if (diagnostic) warn(environment, diagnostic);
          });
          // A page's state ends with the page.
          if (config.consumer === "server") {
            const scope = binding.scopeName(context.server, name);
            endWithServer(environment, scope, () => context.isSucceeding());
            reportDuplicatePackages(environment, (external, duplicate) =>
              warn(environment, binding.twoInstances(name, external, duplicate)),
            );
          }
        }
      },
    },
    declarations(context, warn),
  ];
}
