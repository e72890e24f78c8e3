// One real Vite dev server of a lab, and the operations on it. `lab.mjs` sends them to `child.mjs`, which runs them.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { countEvaluations } from "./evaluations.mjs";

const begun = performance.now();
const { root, inline } = Object.fromEntries(new URL(import.meta.url).searchParams);
// The Vite of the app, which an import from this folder would not find.
const { createServer } = await import(join(root, "../../node_modules/vite/dist/node/index.js"));

let reloads = 0;
/** The reloads that no edit has triggered: those of optimizers. */
let unasked = 0;
/** The reloads that environments other than the client's were sent. */
let serverReloads = 0;
/** How often runners were asked for their entries. */
let asked = 0;
/** The URLs of modules that runners have fetched since a test read this list. */
const fetched = [];
/** The errors that were shown in the browser. */
const overlays = [];
/** Called when Vite has processed a changed file. There is one at a time, as a lab edits one file at a time. */
let edited;
/** The URLs of requests since a test has waited for one. */
let arrived = [];
/** Whether the watcher has reported the edit that is being made. */
let changed = false;
/** The files that the watcher has reported, even where rwstate holds that back, since a test has waited for one. */
const reported = new Set();
const counted = new WeakSet();
/** By environment: how many runs of its optimizer are committed. */
const runs = {};
let watching;
let lastEdit = -Infinity;
/** The server of an app that starts one itself. */
let ownServer;

const { PLAYGROUND_HOST: host = "vite" } = process.env;
const isExpress = host === "express";
const isAstro = host === "astro";
const isOwn = host === "own";
/** What starts the server, where that is not Vite. */
const starting = isAstro ? startAstro : isOwn ? startOwn : createServer;
const server = await starting({
  root,
  logLevel: process.env.PLAYGROUND_LOG ?? "silent",
  clearScreen: false,
  server: {
    host: "127.0.0.1",
    port: Number(process.env.PLAYGROUND_FIRST_PORT),
    middlewareMode: isExpress,
    hmr: isExpress ? { port: 0 } : {},
  },
  plugins: [
    observer(),
    counter(),
    countEvaluations(),
    ...(host === "https" ? [await selfSigned()] : []),
  ],
  ...JSON.parse(inline),
});
const httpServer = isExpress
  ? await listenInExpress()
  : isOwn
    ? ownServer
    : (isAstro ? server : await server.listen()).httpServer;
const startedIn = performance.now() - begun;
httpServer.on("request", ({ url }) => arrived.push(url));
server.watcher.on("change", () => (changed = true));
notePath(server.watcher);

/** A package of the app's playground. */
function packageOf(name) {
  return import(createRequire(join(root, "../../package.json")).resolve(name));
}

async function selfSigned() {
  return (await packageOf("@vitejs/plugin-basic-ssl")).default();
}

/** Vite as the middleware of a host's server. */
async function listenInExpress() {
  const { default: express } = await packageOf("express");
  const app = express();
  app.use(server.middlewares);
  const listening = app.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return listening;
}

/** The app's own `server.mjs`. */
async function startOwn(options) {
  const { start } = await import(join(root, "server.mjs"));
  const { vite, httpServer } = await start(options);
  ownServer = httpServer;
  return vite;
}

/** Astro creates its Vite server itself, and starts it. */
async function startAstro({ root, logLevel, server: { host }, plugins }) {
  const { dev } = await packageOf("astro");
  let made;
  const taking = { name: "playground:taking", configureServer: (server) => void (made = server) };
  await dev({ root, logLevel, server: { host, port: 0 }, vite: { plugins: [taking, ...plugins] } });
  return made;
}

/** Whether a message clears modules. A reload of rwstate's own does not: it makes a host import its entry module again. */
function isReload(payload) {
  return payload?.type === "full-reload" && !payload.triggeredBy?.startsWith("\0rwstate");
}

/** Counts the reloads that a channel delivers: what plugins send may become an update, and an environment with `hot: false` drops it. */
function countReloads(hot) {
  const count = (payload) => void (isReload(payload) && serverReloads++);
  const { outsideEmitter } = hot.api ?? {};
  if (outsideEmitter) {
    outsideEmitter.on("send", count);
    return;
  }
  const send = hot.send.bind(hot);
  hot.send = (...message) => {
    count(message[0]);
    return send(...message);
  };
}

function observer() {
  return {
    name: "playground:observer",
    configResolved({ environments }) {
      for (const [name, { dev }] of Object.entries(environments)) {
        if (name === "client") continue;
        const { createEnvironment } = dev;
        dev.createEnvironment = async (...given) => {
          const environment = await createEnvironment(...given);
          countReloads(environment.hot);
          return environment;
        };
      }
    },
    hotUpdate: {
      order: "post",
      handler({ file, server }) {
        // The hook of the last environment (Vite begins with the client). Vite processes the file before the next turn of the event loop.
        const others = Object.keys(server.environments).filter((name) => name !== "client");
        if (this.environment.name === (others.at(-1) ?? "client")) {
          setImmediate(() => edited?.(file));
        }
      },
    },
    configureServer({ environments, watcher }) {
      // The watcher reports no change of a file that it has not seen before.
      watching = watcher._readyEmitted || new Promise((resolve) => watcher.once("ready", resolve));
      for (const environment of Object.values(environments)) {
        const { hot } = environment;
        if (counted.has(hot)) continue;
        counted.add(hot);
        const fetch = environment.fetchModule.bind(environment);
        environment.fetchModule = (url, importer, options) => {
          // Only runners pass this.
          if (options && "cached" in options) fetched.push(url);
          return fetch(url, importer, options);
        };
        const send = hot.send.bind(hot);
        hot.send = (...message) => {
          if (isReload(message[0])) reloads++;
          if (isReload(message[0]) && !message[0].triggeredBy) unasked++;
          if (message[0] === "rwstate:entries") asked++;
          if (message[0]?.type === "error") overlays.push(message[0].err.message);
          return send(...message);
        };
      }
    },
  };
}

/** Counts the runs of optimizers. Vite replaces an optimizer's metadata when it begins, and with each commit. */
function counter() {
  return {
    name: "playground:counter",
    configureServer: {
      // Cloudflare's plugin begins its environments in this hook.
      order: "pre",
      handler({ environments }) {
        for (const { name, depsOptimizer } of Object.values(environments)) {
          if (!depsOptimizer) continue;
          let { metadata } = depsOptimizer;
          runs[name] = -1;
          Object.defineProperty(depsOptimizer, "metadata", {
            get: () => metadata,
            set(next) {
              metadata = next;
              runs[name]++;
            },
          });
        }
      },
    },
  };
}

export const operations = {
  url: () => server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${httpServer.address().port}/`,
  /** The milliseconds from the first line of this file until the server listened, including the loading of Vite and of the config. */
  startedIn: () => startedIn,
  pid: () => process.pid,
  reloads: () => reloads,
  serverReloads: () => serverReloads,
  unasked: () => unasked,
  overlays: () => overlays,
  /** How often runners were asked for their entries. */
  asked: () => asked,
  fetched: () => fetched.splice(0),
  /** Waits until Vite watches a file. */
  watched: async (file) => {
    await watching;
    await watched(file);
  },
  printUrls: () => server.printUrls(),
  /** The generation of each environment's optimizer, which changes with each commit. */
  generations: () =>
    Object.fromEntries(
      Object.values(server.environments)
        .filter(({ depsOptimizer }) => depsOptimizer)
        .map(({ name, depsOptimizer }) => [name, generation(depsOptimizer)]),
    ),
  runs: () => runs,
  optimized: ({ environment }) =>
    Object.keys(server.environments[environment].depsOptimizer.metadata.optimized),
  /** The id that a specifier resolves to in an environment. */
  resolve: async ({ environment, specifier }) =>
    (await server.environments[environment].pluginContainer.resolveId(specifier)).id,
  /** Loads a module in an environment whose runner is in this process. */
  load: async ({ environment, module }) =>
    void (await server.environments[environment].runner.import(module)),
  async settled() {
    for (const { depsOptimizer, bundledDev } of Object.values(server.environments)) {
      await settled(depsOptimizer);
      await bundledDev?.waitForInitialBuildFinish();
    }
  },
  async edit({ file, text, slowly, removed, renamed, isOther }) {
    await watching;
    await watched(file);
    // Chokidar drops a change of a file within 50 ms of its last one. `isOther` says that the last edit was of another file.
    if (!isOther) {
      await new Promise((resolve) => setTimeout(resolve, lastEdit + 60 - performance.now()));
    }
    let bound;
    const done = new Promise((resolve, reject) => {
      edited = (changed) => changed === file && resolve();
      // An error of its own, rather than the time limit of the test.
      bound = setTimeout(() => reject(new Error(`Vite did not see the change of ${file}`)), 30_000);
    });
    if (slowly) {
      await writeFile(file, "");
      // The watcher reports that. The content follows long before Vite stops to wait for it.
      while (!changed) await turn();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    if (removed) await rm(file);
    else if (renamed) {
      await writeFile(`${file}.tmp`, text);
      await rename(`${file}.tmp`, file);
    } else await writeFile(file, text);
    await done;
    clearTimeout(bound);
    lastEdit = performance.now();
    edited = undefined;
    changed = false;
  },
  fullReload: ({ environment }) =>
    server.environments[environment].hot.send({ type: "full-reload" }),
  restart: () => server.restart(),
  close: () => server.close(),
  /** How many of the servers and databases that the app has opened are not closed, as it notes on this realm's `globalThis`. */
  alive() {
    const { servers, databases } = globalThis.playgroundAlive;
    return { servers: servers.size, databases: [...databases].filter((one) => !one.closed).length };
  },
  /** Starts another server of the same root in this process, and returns its address. */
  async second() {
    const second = await createServer({
      root,
      logLevel: "silent",
      server: { host: "127.0.0.1", port: Number(process.env.PLAYGROUND_FIRST_PORT) },
      cacheDir: ".vite-second",
    });
    await second.listen();
    return second.resolvedUrls.local[0];
  },
  /** Waits for a request whose URL begins with a text. */
  async arrived({ url }) {
    while (!arrived.some((known) => known.startsWith(url))) await turn();
    arrived = [];
  },
  /** Waits until the watcher has reported the edit that is being made. */
  async changed() {
    while (!changed) await turn();
    changed = false;
  },
  /** Writes a file, or removes it, and waits until the watcher has reported that, though Vite may not get it. */
  async save({ file, text }) {
    await watching;
    await watched(file);
    await new Promise((resolve) => setTimeout(resolve, lastEdit + 60 - performance.now()));
    reported.delete(file);
    await (text === undefined ? rm(file) : writeFile(file, text));
    while (!reported.has(file)) await turn();
    lastEdit = performance.now();
  },
  memory,
  /** Writes a file, and waits until Vite has restarted, as after a change of its config file. */
  async restarted({ file, text }) {
    await watching;
    const before = server.config;
    await writeFile(file, text);
    while (server.config === before) await turn();
  },
};

/** Notes what a watcher reports, before rwstate gets it. */
function notePath(watcher) {
  const { emit } = watcher;
  watcher.emit = (event, path, ...others) => {
    if (["change", "add", "unlink"].includes(event)) reported.add(path);
    return emit.call(watcher, event, path, ...others);
  };
}

/** Waits until the watcher would report a change of a file. Chokidar reports that it is ready some 50 ms before it watches all folders. */
async function watched(file) {
  const [folder, name] = [dirname(file), basename(file)];
  for (const since = performance.now(); performance.now() - since < 30_000; await turn()) {
    const names = server.watcher.getWatched()[folder];
    if (names && (names.includes(name) || !existsSync(file))) return;
  }
  throw new Error(`Vite does not watch ${file}`);
}

/** Waits a moment, so that other processes can use the core. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 2));

/** The resident bytes of this process and of its workerd, on Linux. */
async function memory() {
  const server = process.memoryUsage().rss;
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8")
    .then((text) => text.trim().split(" ").filter(Boolean))
    .catch(() => []);
  const statuses = await Promise.all(
    children.map((pid) => readFile(`/proc/${pid}/status`, "utf8").catch(() => "")),
  );
  const workerd = statuses
    .filter((status) => /^Name:\s+workerd/m.test(status))
    .map((status) => 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  return { server, workerd: workerd.reduce((sum, bytes) => sum + bytes, 0) };
}

function generation({ metadata }) {
  const { browserHash, optimized } = metadata;
  return `${browserHash}:${Object.keys(optimized).length}`;
}

async function settled(optimizer) {
  await optimizer?.scanProcessing;
  for (;;) {
    const discovered = Object.values(optimizer?.metadata.discovered ?? {});
    if (discovered.length === 0) return;
    await Promise.all(discovered.map(({ processing }) => processing));
  }
}
