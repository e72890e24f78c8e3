// Labs of small apps, each made with another framework: a new copy beside the app's own `node_modules`, with the modules of
// `frameworks/shared`, which are the same in all of them.
import { cp, mkdir, mkdtemp, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { serveLab } from "./lab.mjs";
import { node22 } from "./node.mjs";

const playground = fileURLToPath(new URL("..", import.meta.url));

/** What a copy of an app does not have of it. */
const unwanted = ["apps", "node_modules", "dist"];

/** What an app does not have of the one that it is like. */
const own = [...unwanted, "package.json", "package-lock.json"];

/**
 * @typedef {object} Framework
 * @property {string} title
 * @property {string} [folder] in the playground
 * @property {string} [like] the name of an app whose files it has too, but for what is its own
 * @property {string} [sources] the folder of the app that gets the modules of `frameworks/shared`
 * @property {{ page: string; slow: string; post: string; config: string }} files what edits change, beside those modules
 * @property {{ page?: string; slow?: string; post?: string }} [paths] where they differ from `defaultPaths`
 * @property {string[]} [late] packages that the app has and does not import
 * @property {Record<string, string>} [env] environment variables of the server
 * @property {object} [inline] Vite's inline config
 */

const defaultPaths = { page: "/", slow: "/slow", post: "/api/count" };
const defaultLate = ["mitt", "dequal", "ms"];

// Without this Miniflare fetches an example of `request.cf`.
const cloudflare = { CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const astroEnvironment = {
  PLAYGROUND_HOST: "astro",
  ASTRO_TELEMETRY_DISABLED: "1",
  ASTRO_DISABLE_UPDATE_CHECK: "true",
};

const reactRouter = {
  sources: "app",
  files: {
    page: "app/routes/home.tsx",
    slow: "app/routes/slow.ts",
    post: "app/routes/count.ts",
    config: "vite.config.mjs",
  },
};
const tanStackStart = {
  files: {
    page: "src/routes/index.tsx",
    slow: "src/routes/slow.ts",
    post: "src/routes/api/count.ts",
    config: "vite.config.mjs",
  },
};
const astro = {
  sources: "src/lib",
  files: {
    page: "src/pages/index.astro",
    slow: "src/pages/slow.ts",
    post: "src/pages/api/count.ts",
    config: "astro.config.mjs",
  },
};
const hono = {
  files: {
    page: "src/page.tsx",
    slow: "src/slow.ts",
    post: "src/count.ts",
    config: "vite.config.mjs",
  },
};

/**
 * By name: in `frameworks/`, if it is in no other folder.
 *
 * @type {Record<string, Framework>}
 */
export const frameworks = {
  rwsdk: {
    title: "RedwoodSDK 1.7",
    folder: "rwsdk-app",
    files: {
      page: "src/app/home.tsx",
      slow: "src/worker.tsx",
      post: "src/counter.ts",
      config: "vite.config.mjs",
    },
    paths: { post: "/counter" },
    late: ["p-limit", "eventemitter3", "zustand"],
    env: cloudflare,
  },
  "tanstack-start": { title: "TanStack Start 1", ...tanStackStart },
  "tanstack-start-cloudflare": {
    title: "TanStack Start 1, Cloudflare",
    like: "tanstack-start",
    env: cloudflare,
    ...tanStackStart,
  },
  "tanstack-start-nitro": {
    title: "TanStack Start 1, Nitro 3",
    like: "tanstack-start",
    ...tanStackStart,
  },
  "react-router": { title: "React Router 8", ...reactRouter },
  "react-router-cloudflare": {
    title: "React Router 8, Cloudflare",
    like: "react-router",
    env: cloudflare,
    ...reactRouter,
  },
  sveltekit: {
    title: "SvelteKit 3",
    sources: "src/lib",
    files: {
      page: "src/routes/+page.svelte",
      slow: "src/routes/slow/+server.ts",
      post: "src/routes/api/+server.ts",
      config: "vite.config.mjs",
    },
    paths: { post: "/api" },
  },
  vinext: {
    title: "vinext 1",
    sources: "lib",
    files: {
      page: "app/shown.tsx",
      slow: "app/slow/route.ts",
      post: "app/api/count/route.ts",
      config: "vite.config.mjs",
    },
  },
  waku: {
    title: "Waku 1 (rc)",
    sources: "src/lib",
    files: {
      page: "src/components/shown.tsx",
      slow: "src/pages/_api/slow.ts",
      post: "src/pages/_api/api/count.ts",
      config: "vite.config.mjs",
    },
    env: { NODE_ENV: "development" },
  },
  solidstart: {
    title: "SolidStart 2",
    files: {
      page: "src/routes/index.tsx",
      slow: "src/routes/slow.ts",
      post: "src/routes/api/count.ts",
      config: "vite.config.mjs",
    },
  },
  "qwik-city": {
    title: "Qwik City 1",
    files: {
      page: "src/routes/index.tsx",
      slow: "src/routes/slow/index.ts",
      post: "src/routes/api/count/index.ts",
      config: "vite.config.mjs",
    },
    inline: { mode: "ssr" },
  },
  nuxt: {
    title: "Nuxt 4",
    sources: "app",
    files: {
      page: "app/pages/index.vue",
      slow: "app/pages/slow.vue",
      post: "app/pages/api/count.vue",
      config: "nuxt.config.ts",
    },
    env: { PLAYGROUND_HOST: "own" },
  },
  astro: { title: "Astro 7", like: "astro-cloudflare", env: astroEnvironment, ...astro },
  "astro-cloudflare": {
    title: "Astro 7, Cloudflare",
    env: { ...astroEnvironment, ...cloudflare },
    ...astro,
  },
  "hono-cloudflare": { title: "Hono 4, Cloudflare", env: cloudflare, ...hono },
  "hono-dev-server": { title: "Hono 4, its dev server", like: "hono-cloudflare", ...hono },
  express: {
    title: "Express 5, Vite's SSR",
    env: { PLAYGROUND_HOST: "own" },
    files: {
      page: "src/page.ts",
      slow: "src/slow.ts",
      post: "src/count.ts",
      config: "vite.config.mjs",
    },
  },
};

/**
 * What a driver needs to know of an app, with every default.
 *
 * @param {string} name
 */
export function frameworkOf(name) {
  const framework = frameworks[name];
  if (!framework) throw new Error(`there is no app ${name}`);
  const { folder = `frameworks/${name}`, sources = "src", paths, late = defaultLate } = framework;
  return {
    ...framework,
    folder: join(playground, folder),
    paths: { ...defaultPaths, ...paths },
    late,
    files: {
      ...framework.files,
      ...Object.fromEntries(
        ["text", "shared", "lazy"].map((module) => [module, `${sources}/${module}.ts`]),
      ),
    },
    sources,
  };
}

/**
 * Copies an app, and returns its folder.
 *
 * @param {string} name
 */
export async function copyFramework(name) {
  const { folder, sources, like } = frameworkOf(name);
  await mkdir(join(folder, "apps"), { recursive: true });
  const root = await mkdtemp(join(folder, "apps/app-"));
  if (like) await copy(frameworkOf(like).folder, root, own);
  await copy(folder, root, unwanted);
  await cp(join(playground, "frameworks/shared"), join(root, sources), { recursive: true });
  return root;
}

async function copy(from, to, except) {
  for (const source of await readdir(from)) {
    if (except.includes(source)) continue;
    await cp(join(from, source), join(to, source), { recursive: true });
  }
}

/**
 * Copies an app and starts its server; the options are those of `serveLab`.
 *
 * @param {string} name
 * @param {Omit<import("./lab.mjs").ServeOptions, "node">} [options]
 */
export async function openFrameworkLab(name, { env, ...options } = {}) {
  const root = await copyFramework(name);
  const { env: own, inline } = frameworkOf(name);
  return serveLab(root, { inline, ...options, node: node22, env: { ...own, ...env } });
}

/**
 * What `frameworks/shared/answer.ts` answers.
 *
 * @typedef {object} Answer
 * @property {string} id of the request in whose context it was made
 * @property {string} text
 * @property {string} own
 * @property {number} hits
 * @property {number} count
 * @property {string} shared
 * @property {string} config
 * @property {string} [client] what the page's component sees of `shared`
 * @property {string} [lazy]
 * @property {string} [lazyId]
 */

/**
 * The answers in JSON, in a page or in a stream of React. A page may have an answer twice.
 *
 * @param {string} response
 * @returns {Answer[]}
 */
export function answersIn(response) {
  const plain = response.replaceAll(/&quot;|&#34;|&#x22;|\\"/g, '"');
  const found = plain.matchAll(/\{"id":"[^"]*","text":"[^"]*","own":"[^"]*","hits":\d+[^{}]*\}/g);
  const answers = Array.from(found, ([json]) => JSON.parse(json));
  // The page's own component has the last word on what it got.
  const sorted = answers.toSorted((a, b) => Number("client" in a) - Number("client" in b));
  return [...new Map(sorted.map((answer) => [answer.hits, answer])).values()];
}
