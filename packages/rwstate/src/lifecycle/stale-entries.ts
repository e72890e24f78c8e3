/**
 * Reports stale entries after an edit of `.env`. Vite restarts the server then, entries outlive that, and their modules read a variable that
 * has changed. Only entries of this process are reported.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import type { ResolvedConfig, ViteDevServer } from "vite";
import { inspectionOf, type Inspection } from "../inspector/inspection.js";
import { anchorKey as key } from "../protocol.js";
import type { Context } from "../server/context.js";
import { listening } from "../server/listening.js";

/** The part of the state module's anchor that is used, in this realm. */
interface Anchor {
  scopes: Map<string, { entries: Map<string, { value: unknown }> }>;
}

/** The variables and the inspection of a server. */
interface Latest {
  readonly env: ResolvedConfig["env"];
  readonly inspection: Inspection | undefined;
}

/** By the id of a dev server: its latest start. */
const latest = new Map<number, Latest>();

export function reportStaleEntries({ binding, plan, server }: Context, made: ViteDevServer): void {
  const { config, environments } = made;
  const before = latest.get(server);
  latest.set(server, { env: config.env, inspection: inspectionOf(environments.client) });
  if (!before?.inspection || !plan.logs("warn")) return;
  const names = binding.changedVariables(pairs(before.env), pairs(config.env));
  if (names.length === 0) return;
  for (const environment of Object.values(environments)) {
    const { name } = environment;
    const owners = before.inspection.owners(name);
    // When this server listens, the old one has disposed of its entries.
    void listening(environment).then(async () => {
      const anchor = (globalThis as { [key]?: Anchor })[key];
      const kept = anchor?.scopes.get(binding.scopeName(server, name))?.entries;
      const stale: [string, string[]][] = [];
      for (const [file, owned] of owners) {
        // No variable has an effect on an `AsyncLocalStorage`.
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
