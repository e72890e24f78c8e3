/**
 * On real apps the scan finds what Vite's own finds, environment by environment; each difference has a reason here.
 *
 * The templates are compared with Vite 8, which their plugins are for. With Vite 6 and 7 in its place nothing is missed that Vite
 * finds: their scan leaves JSX as it is, so it does not see the runtimes either.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyApp, installFramework } from "../harness/lab.mjs";
import {
  addImports,
  copyOwn,
  copyRwsdkApp,
  copyTemplate,
  findsOf,
  rwsdkNode,
  templates,
  type Entry,
  type Finds,
  type FindsOptions,
} from "../harness/templates.mjs";
import { cells, majors } from "./cells";

interface Difference {
  apps: string[];
  environment: string;
  /** Found by Vite's scan alone. */
  missed?: string[];
  /** Found by rwstate's alone. */
  more?: string[];
  why: string;
}

const differences: Difference[] = [
  {
    apps: ["ssr-react", "ssr-react-ts", "ssr-react-streaming", "ssr-react-streaming-ts"],
    environment: "ssr",
    missed: ["react/jsx-dev-runtime"],
    why: "no source names it: the JSX transform does. React's plugin lists it for the client alone; what a first request discovers is learned",
  },
  {
    apps: ["ssr-preact-ts"],
    environment: "ssr",
    missed: ["preact/jsx-dev-runtime"],
    why: "as above",
  },
  {
    apps: ["preact", "qwik", "ssr-preact"],
    environment: "client",
    missed: ["react/jsx-dev-runtime"],
    why: "Vite's scan takes JSX without a tsconfig.json for React's, and nothing imports it; it is installed for other templates",
  },
  {
    apps: ["ssr-preact", "ssr-solid"],
    environment: "ssr",
    missed: ["react/jsx-dev-runtime"],
    why: "as above",
  },
  ...["ssr", "rsc"].map((environment) => ({
    apps: ["node"],
    environment,
    more: ["ufo"],
    why: "Vite's scan does not follow new URL(…, import.meta.url)",
  })),
  { apps: ["worker"], environment: "worker", more: ["ufo"], why: "as above" },
  { apps: ["browser"], environment: "client", more: ["ufo"], why: "as above" },
  {
    apps: ["rwsdk"],
    environment: "worker",
    missed: ["react-is", "rsc-html-stream/server", "server-only"],
    why: "rwsdk's resolver answers before Vite's scan sees rwsdk/*, so that it walks that package's files; the app imports none of them",
  },
  {
    apps: ["rwsdk"],
    environment: "ssr",
    missed: ["react-is"],
    more: ["rwsdk/__state"],
    why: "as above: rwsdk/__state is such a file",
  },
];

/** What differs, in words. What a configuration or a plugin lists in `optimizeDeps.include` needs no scan to be found. */
function told({ environments }: Finds): string[] {
  return Object.entries(environments).flatMap(([environment, { vite, included, rwstate }]) => {
    const isOf = (entries: Entry[]) => {
      const files = new Set(entries.map(([, file]) => file));
      return ([, file]: Entry) => files.has(file);
    };
    const scanned = vite.filter(([name]) => !included.includes(name));
    const missed = scanned.filter((entry) => !isOf(rwstate)(entry));
    const more = rwstate.filter((entry) => !isOf(vite)(entry));
    return [
      ...missed.map(([name]) => `${environment} misses ${name}`),
      ...more.map(([name]) => `${environment} has ${name} as well`),
    ];
  });
}

function explained(app: string): string[] {
  return differences
    .filter(({ apps }) => apps.includes(app))
    .flatMap(({ environment, missed = [], more = [] }) => [
      ...missed.map((name) => `${environment} misses ${name}`),
      ...more.map((name) => `${environment} has ${name} as well`),
    ]);
}

type Names = Record<string, unknown>;

/** Compares an app's finds; `expected` has names that must be among them, by environment. */
async function compare(app: string, root: string, expected: Names, options: FindsOptions = {}) {
  const finds = await findsOf(root, options);
  expect(finds.failures).toEqual([]);
  expect(told(finds).toSorted(), app).toEqual(explained(app).toSorted());
  const names = Object.entries(finds.environments).map(([environment, { rwstate }]) => [
    environment,
    [...new Set(rwstate.map(([name]) => name))].toSorted(),
  ]);
  expect(Object.fromEntries(names), app).toMatchObject(expected);
}

/** Has the environment `ssr` optimized, as frameworks do; by default Vite leaves its packages to Node. */
const server = (...entries: string[]) => ({
  appType: "custom",
  environments: {
    ssr: { optimizeDeps: { noDiscovery: false, entries }, resolve: { noExternal: true } },
  },
});

/** What a template of a framework imports in the browser. */
const frameworks: Record<string, string> = {
  lit: "lit",
  preact: "preact",
  react: "react-dom/client",
  solid: "solid-js/web",
  svelte: "svelte",
  vue: "vue",
};

const isInstalled = majors().includes(8);

test.runIf(isInstalled)("the templates are there", () => {
  expect(templates.length).toBeGreaterThanOrEqual(32);
});

test.each(isInstalled ? templates : [])("$pack $name", async (template) => {
  const { name } = template;
  const inline = name.startsWith("ssr-") ? server("src/entry-server.*", "src/main.js") : {};
  const framework = name.split("-").find((part) => part in frameworks);
  const expected = framework ? expect.arrayContaining([frameworks[framework]]) : [];
  await compare(name, await copyTemplate(template), { client: expected }, { inline });
});

test.runIf(isInstalled)("React Server Components", async () => {
  await compare("rsc", await copyOwn("rsc"), {
    rsc: ["clsx", "lit", "mitt", "react"],
    ssr: ["react-dom/server.edge"],
    client: ["react-dom/client"],
  });
});

const runtimes = cells("node", "workerd", "browser");

test.each(runtimes)("every way of importing, Vite $vite, $runtime", async ({ vite, runtime }) => {
  const app = runtime === "workerd" ? "worker" : runtime;
  const root = await copyApp(vite, app);
  await installFramework(root, vite);
  await addImports(root);
  const inline = { resolve: { alias: { "~": join(root, "src") } } };
  const environment = { node: "rsc", workerd: "worker", browser: "client" }[runtime];
  const names = ["clsx", "dayjs", "devalue", "mitt", "nanoid", "ufo", "valtio/vanilla", "zod"];
  await compare(app, root, { [environment]: expect.arrayContaining(names) }, { inline });
});

const redwood = runtimes.filter(({ vite, runtime }) => vite === 8 && runtime === "workerd");

test.each(redwood)("RedwoodSDK", async () => {
  const expected = { worker: ["react", "rwsdk/router", "rwsdk/worker"] };
  await compare("rwsdk", await copyRwsdkApp(), expected, { node: rwsdkNode });
});
