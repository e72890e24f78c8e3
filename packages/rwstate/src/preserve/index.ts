/** The plugins that rewrite modules so that their state is kept: the app's modules in `transform`, dependencies in Vite's optimizer. */
import { normalizePath, type DevEnvironment, type Plugin, type ResolvedConfig } from "vite";
import { expose } from "../append/exposing.js";
import { inspectionOf } from "../inspector/inspection.js";
import type { Context } from "../server/context.js";
import { isFirst } from "../server/once.js";
import { ChangedInitializers } from "./changed-initializers.js";
import { Lost } from "./lost.js";
import { optimizerOptions } from "./optimizer.js";
import { Rewriter } from "./rewriter.js";

export function preserve(context: Context): Plugin[] {
  const { plan } = context;
  let resolved: ResolvedConfig | undefined;
  const rewriter = new Rewriter(context, () => resolved);
  const initializers = new ChangedInitializers(context);
  const lost = new Lost(context);

  function transform(environment: DevEnvironment, code: string, id: string, compiled: boolean) {
    const { name, config } = environment;
    if (!plan.isPreserved(name, config.consumer, context.mode)) return undefined;
    // The modules in an optimizer's output were rewritten before it bundled them.
    if (environment.depsOptimizer?.isOptimizedDepFile(id)) return undefined;
    const rewritten = rewriter.rewrite(code, id, compiled);
    const file = fileOf(id);
    const loses = rewritten?.lost ?? [];
    // This runs twice for each file, and only one of the two analyzes it: that one may clear what was noted.
    if (loses.length > 0 || (lost.has(name, file) && (plan.script(file) === null) === compiled)) {
      lost.note(name, file, loses);
    }
    inspectionOf(environment)?.rewritten(name, id, compiled ? " compiled" : "", rewritten);
    if (!rewritten) return undefined;
    for (const warning of rewritten.warnings) {
      if (plan.logs("warn")) config.logger.warnOnce(warning);
    }
    initializers.note(environment, rewritten.entries);
    // A getter copies its text out of the addon: each is read once.
    const { code: kept, map } = rewritten;
    return kept === null ? undefined : { code: kept, map };
  }

  return [
    {
      name: "rwstate:preserve",
      enforce: "pre",
      configEnvironment(name, options) {
        if (!plan.isPreserved(name, options.consumer, context.mode)) return undefined;
        const then = (path: string, code: string) =>
          context.appended.has(name) ? expose(context.binding, path, code) : undefined;
        const rewrite = (code: string, path: string) => {
          const rewritten = rewriter.rewrite(code, path, false);
          lost.note(name, fileOf(path), rewritten?.lost ?? []);
          return rewritten;
        };
        const chained = (map: string, own: string) => context.binding.chainedMap(map, own);
        const fingerprint = plan.preserveFingerprint();
        return {
          optimizeDeps: optimizerOptions(rewrite, rewriter.words, fingerprint, then, chained),
        };
      },
      configureServer(server) {
        if (context.mode !== "dev" || !isFirst(server, "preserve")) return;
        for (const environment of Object.values(server.environments)) {
          const { name, config } = environment;
          if (plan.isPreserved(name, config.consumer, context.mode)) lost.watch(environment);
        }
      },
      configResolved(config) {
        resolved = config;
      },
      transform(code, id) {
        return transform(this.environment as DevEnvironment, code, id, false);
      },
    },
    {
      // After the plugins that compile languages.
      name: "rwstate:preserve-compiled",
      transform(code, id) {
        return transform(this.environment as DevEnvironment, code, id, true);
      },
    },
  ];
}

/** The file of a module. */
function fileOf(id: string): string {
  return normalizePath(id.replace(/[?#].*$/s, ""));
}
