/** Finds the packages that import the state module, so that no environment treats them as external. */
import { version, type Plugin } from "vite";
import { crawlFrameworkPkgs } from "vitefu";
import { withoutStack } from "../binding.js";
import type { Context } from "../server/context.js";
import { vitestOf } from "./vitest.js";

export function dependents(context: Context): Plugin {
  const { binding, plan } = context;
  return {
    name: "rwstate:dependents",
    enforce: "pre",
    async config(config, { command }) {
      withoutStack(() => binding.checkVite(version));
      context.mode = plan.mode(command, vitestOf(config.plugins));
      const crawled = await crawlFrameworkPkgs({
        root: config.root ?? process.cwd(),
        isBuild: command === "build",
        isSemiFrameworkPkgByJson: (manifest) => plan.isDependent(dependenciesOf(manifest)),
      });
      context.dependents = crawled.ssr.noExternal;
    },
    configResolved(config) {
      for (const [name, environment] of Object.entries(config.environments)) {
        if (environment.consumer === "client") continue;
        const { external } = environment.resolve;
        for (const warning of plan.checkExternals(name, external, context.dependents)) {
          config.logger.warnOnce(warning.text);
        }
      }
    },
  };
}

/** The names of the packages that a manifest depends on where it is installed. */
export function dependenciesOf(manifest: Record<string, object | undefined>): string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}
