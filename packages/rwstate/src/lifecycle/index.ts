/** An entry's life on the side of the server: what it holds open is closed with its server, and what goes wrong is told. */
import type { DevEnvironment, Plugin } from "vite";
import type { Diagnostic } from "../binding.js";
import { inspectionOf } from "../inspector/inspection.js";
import type { Context } from "../plugin/context.js";
import { speaking } from "../plugin/listening.js";
import { isFirst } from "../plugin/once.js";
import { toServer } from "../protocol.js";
import { declarations } from "./declarations.js";
import { endWithServer } from "./end.js";
import { reportInstances } from "./instances.js";
import { reportVariables } from "./variables.js";

/** What a runner says of a callback that has failed. */
interface Failed {
  callback: string;
  key: string;
  reason: string;
}

/** What a runner says of an entry that holds an instance of an older class. */
interface Stale {
  key: string;
  class: string;
}

export function lifecycle(context: Context): Plugin[] {
  const { binding, plan } = context;

  function warn({ config }: DevEnvironment, { text }: Diagnostic): void {
    if (plan.tells("warn")) config.logger.warn(text, { timestamp: true });
  }

  return [
    {
      name: "rwstate:lifecycle",
      enforce: "pre",
      configureServer(server) {
        if (context.mode !== "dev" || !isFirst(server, "lifecycle")) return;
        reportVariables(context, server);
        for (const environment of speaking(server)) {
          const { name, hot, config } = environment;
          hot.on(toServer.failed, ({ callback, key, reason }: Failed) =>
            warn(environment, binding.failedCallback(name, callback, key, reason)),
          );
          hot.on(toServer.stale, (stale: Stale) => {
            const told = inspectionOf(environment)?.stale(name, stale.key, stale.class);
            if (told) warn(environment, told);
          });
          // A page's state ends with the page.
          if (config.consumer === "server") {
            const scope = binding.scopeName(context.server, name);
            endWithServer(environment, scope, () => context.isSucceeding());
            reportInstances(environment, (external, twice) =>
              warn(environment, binding.twoInstances(name, external, twice)),
            );
          }
        }
      },
    },
    declarations(context, warn),
  ];
}
