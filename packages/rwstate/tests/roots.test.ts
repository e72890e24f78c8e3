/** Which modules accept their own updates, in a real server. */
import { DevEnvironment, type ResolvedConfig } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { acceptsItself, acceptWhileRoot } from "../src/edits/roots.js";
import { openSmallServer } from "./small-server.js";

async function open(files: Record<string, string>) {
  const small = await openSmallServer(files, {
    // A server's environment without a runner.
    environments: {
      worker: {
        dev: {
          createEnvironment: (name: string, config: ResolvedConfig) =>
            new DevEnvironment(name, config, { hot: false }),
        },
      },
    },
    plugins: [
      {
        name: "roots",
        enforce: "post",
        transform: {
          order: "post",
          handler(code, id) {
            const { moduleGraph } = this.environment as DevEnvironment;
            acceptWhileRoot(moduleGraph.getModuleById(id)!, code);
          },
        },
      },
    ],
  });
  onTestFinished(() => small.close());
  const environment = small.server.environments["worker"]!;
  const { moduleGraph } = environment;
  return {
    async transform(file: string) {
      const module = moduleGraph.urlToModuleMap.get(`/${file}`);
      if (module) moduleGraph.invalidateModule(module);
      await environment.transformRequest(`/${file}`);
    },
    accepts: (file: string) => acceptsItself(moduleGraph.urlToModuleMap.get(`/${file}`)!),
  };
}

test("a root that was transformed several times accepts no updates once a module imports it", async () => {
  const { transform, accepts } = await open({
    "entry.js": 'import "./part.js";',
    "part.js": 'import "./inner.js";',
    "inner.js": "",
  });
  await transform("part.js");
  await transform("part.js");
  expect(accepts("part.js")).toBe(true);
  await transform("entry.js");
  expect([accepts("entry.js"), accepts("part.js")]).toEqual([true, false]);
});

test("a module whose code accepts updates accepts them where another imports it, too", async () => {
  const { transform, accepts } = await open({
    "entry.js": 'import "./part.js";',
    "part.js": "import.meta.hot.accept();",
  });
  await transform("part.js");
  await transform("part.js");
  await transform("entry.js");
  expect(accepts("part.js")).toBe(true);
});
