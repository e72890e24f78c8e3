/** Reports entries of this process that outlive a restart for an edited `.env`, though their modules read what it has changed. */
import { AsyncLocalStorage } from "node:async_hooks";
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { ResolvedConfig, ViteDevServer } from "vite";
import { inspectionOf, type Inspection } from "../inspector/inspection.js";
import type { Context } from "../plugin/context.js";
import { listening } from "../plugin/listening.js";
import { anchorKey as key } from "../protocol.js";

/** The part of the state module's anchor that is used of this realm. */
interface Anchor {
  scopes: Map<string, { entries: Map<string, { value: unknown }> }>;
}

/** What the latest server of an id has. */
interface Latest {
  readonly env: ResolvedConfig["env"];
  readonly inspection: Inspection | undefined;
}

const latest = new Map<number, Latest>();

export function reportVariables({ binding, plan, server }: Context, made: ViteDevServer): void {
  const { config, environments } = made;
  const before = latest.get(server);
  latest.set(server, { env: config.env, inspection: inspectionOf(environments.client) });
  if (!before?.inspection || !plan.tells("warn")) return;
  const names = binding.changedVariables(pairs(before.env), pairs(config.env));
  if (names.length === 0) return;
  for (const environment of Object.values(environments)) {
    const { name } = environment;
    const owners = before.inspection.owners(name);
    // What is to end with the server before this one has ended by then.
    void listening(environment).then(async () => {
      const anchor = (globalThis as { [key]?: Anchor })[key];
      const kept = anchor?.scopes.get(binding.scopeName(server, name))?.entries;
      const stale: [string, string[]][] = [];
      for (const [file, owned] of owners) {
        // A context is made of nothing.
        const keys = owned.filter(
          (one) => kept?.has(one) && !(kept.get(one)?.value instanceof AsyncLocalStorage),
        );
        if (keys.length === 0) continue;
        const source = await readFile(file, "utf8").catch(() => "");
        if (!binding.readsVariable(source, names)) continue;
        stale.push([relative(config.root, file), keys]);
      }
      if (stale.length === 0) return;
      config.logger.warn(binding.staleVariables(name, names, stale), { timestamp: true });
    });
  }
}

function pairs(env: ResolvedConfig["env"]): [string, string][] {
  return Object.entries(env).map(([name, value]) => [name, JSON.stringify(value) ?? ""]);
}
