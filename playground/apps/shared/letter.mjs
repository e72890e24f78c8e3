// The baseline that rwstate is compared with: a plugin that only serves a virtual module. An esbuild plugin marks the specifier external,
// `resolveId` returns a virtual id in dev and the physical file in a build, and `load` returns the file's text.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const specifier = "rwsdk/__state";
const virtualId = "virtual:rwsdk:__state";

export function letterPlugin() {
  const physical = createRequire(import.meta.url).resolve(specifier);
  let isBuild = false;
  return {
    name: "letter:state",
    enforce: "pre",
    config(_, { command }) {
      isBuild = command === "build";
    },
    configEnvironment() {
      return { optimizeDeps: { esbuildOptions: { plugins: [externalState()] } } };
    },
    resolveId(source) {
      if (source === specifier || source === virtualId) return isBuild ? physical : virtualId;
    },
    load(id) {
      if (id === virtualId) return readFile(physical, "utf8");
    },
  };
}

function externalState() {
  return {
    name: "letter:external-state",
    setup(build) {
      build.onResolve({ filter: /^rwsdk\/__state$/ }, () => ({ path: specifier, external: true }));
    },
  };
}
