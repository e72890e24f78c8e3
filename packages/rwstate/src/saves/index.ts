/** The plugin that holds saves: many become one update. Ask for it at `/__rwstate/hold` and `/__rwstate/flush`, or by the command line. */
import type { DevEnvironment, Plugin } from "vite";
import { batchOf } from "../server/batch.js";
import type { Context } from "../server/context.js";
import { isFirst } from "../server/once.js";
import { provideSaves } from "../server/saves.js";
import { HeldSaves } from "./held-saves.js";

export function saves(context: Context): Plugin {
  const { binding, plan } = context;
  return {
    name: "rwstate:saves",
    // After the plugins that replace what an environment sends.
    configureServer: {
      order: "post",
      handler(server) {
        if (context.mode !== "dev" || !isFirst(server, "saves")) return;
        const held = new HeldSaves(server, new binding.HeldSaves(), (line) => {
          if (plan.logs("info")) server.config.logger.info(line, { timestamp: true });
        });
        provideSaves(server, held);
        for (const environment of Object.values(server.environments)) {
          // Targeted edits send what has waited in an environment of their own.
          if (!context.targeted.has(environment)) collect(environment);
        }
        const { client } = server.environments;
        const close = client.close.bind(client);
        client.close = () => {
          held.close();
          return close();
        };
      },
    },
  };
}

/** Sends one update, or one reload, in place of many. */
function collect(environment: DevEnvironment): void {
  const { hot } = environment;
  if (typeof hot?.send !== "function") return;
  const send = hot.send.bind(hot) as (...message: unknown[]) => void;
  const waits = batchOf(environment).collector(({ updates, reloads }) => {
    send(reloads[0] ?? { type: "update", updates });
  });
  hot.send = (...message: unknown[]) => {
    if (!waits(message[0])) send(...message);
  };
}
