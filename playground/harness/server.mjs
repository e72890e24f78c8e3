// The child process of a lab: one real Vite dev server, told over IPC what to do. See `lab.mjs` for the other end.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const begun = performance.now();
const [root, inline = "{}"] = process.argv.slice(2);
// The app's own Vite, not one that this folder would find.
const { createServer } = await import(join(root, "../../node_modules/vite/dist/node/index.js"));

let reloads = 0;
/** Those that no edit asked for: an optimizer's. */
let unasked = 0;
let asked = 0;
/** The URLs of the modules that runners have asked for since a test wanted to know. */
const fetched = [];
/** The errors that were shown in the browser. */
const overlays = [];
/** Awaits the end of Vite's own handling of a changed file; one waiter at a time, as a lab edits one file at a time. */
let edited;
/** The URLs that were asked for since somebody waited for one. */
let arrived = [];
/** Whether the watcher has told of the edit that is being made. */
let changed = false;
const counted = new WeakSet();
/** How often each environment's optimizer has come to what it is to serve, by the environment's name. */
const runs = {};
let watching;
let lastEdit = -Infinity;

const { PLAYGROUND_HOST: host = "vite" } = process.env;
const isExpress = host === "express";
const isAstro = host === "astro";
const server = await (isAstro ? startAstro : createServer)({
  root,
  logLevel: process.env.PLAYGROUND_LOG ?? "silent",
  clearScreen: false,
  server: { host: "127.0.0.1", middlewareMode: isExpress, hmr: isExpress ? { port: 0 } : {} },
  plugins: [
    observer(),
    counter(),
    registrations(),
    ...(host === "https" ? [await selfSigned()] : []),
  ],
  ...JSON.parse(inline),
});
const httpServer = isExpress
  ? await listenInExpress()
  : (isAstro ? server : await server.listen()).httpServer;
const startedIn = performance.now() - begun;
httpServer.on("request", ({ url }) => arrived.push(url));
server.watcher.on("change", () => (changed = true));

/** A package of the app's playground. */
function packageOf(name) {
  return import(createRequire(join(root, "../../package.json")).resolve(name));
}

async function selfSigned() {
  return (await packageOf("@vitejs/plugin-basic-ssl")).default();
}

/** Vite as the middleware of a server that is not its own. */
async function listenInExpress() {
  const { default: express } = await packageOf("express");
  const app = express();
  app.use(server.middlewares);
  const listening = app.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return listening;
}

/** Astro makes its Vite server itself, and has it listen. */
async function startAstro({ root, logLevel, server: { host }, plugins }) {
  const { dev } = await packageOf("astro");
  let made;
  const taking = { name: "playground:taking", configureServer: (server) => void (made = server) };
  await dev({ root, logLevel, server: { host, port: 0 }, vite: { plugins: [taking, ...plugins] } });
  return made;
}

function observer() {
  return {
    name: "playground:observer",
    hotUpdate: {
      order: "post",
      handler({ file, server }) {
        // The last environment's hook (Vite asks the client's first): what Vite does next with the file, it does before
        // the next turn of the loop.
        const others = Object.keys(server.environments).filter((name) => name !== "client");
        if (this.environment.name === (others.at(-1) ?? "client")) {
          setImmediate(() => edited?.(file));
        }
      },
    },
    configureServer({ environments, watcher }) {
      // A file that changes before the watcher has seen it once would change unseen.
      watching = watcher._readyEmitted || new Promise((resolve) => watcher.once("ready", resolve));
      for (const environment of Object.values(environments)) {
        const { hot } = environment;
        if (counted.has(hot)) continue;
        counted.add(hot);
        const fetch = environment.fetchModule.bind(environment);
        environment.fetchModule = (url, ...others) => {
          fetched.push(url);
          return fetch(url, ...others);
        };
        const send = hot.send.bind(hot);
        hot.send = (...message) => {
          // One that clears nothing has a host of its own import its entry again.
          const isReload =
            message[0]?.type === "full-reload" && !message[0].triggeredBy?.startsWith("\0rwstate");
          if (isReload) reloads++;
          if (isReload && !message[0].triggeredBy) unasked++;
          if (message[0] === "rwstate:entries") asked++;
          if (message[0]?.type === "error") overlays.push(message[0].err.message);
          return send(...message);
        };
      }
    },
  };
}

/** Counts the runs of optimizers: Vite replaces an optimizer's metadata as it begins, and with each run that it commits. */
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

/** Counts, for the probes of `apps/appended`, how often each module of a dependency is evaluated in an environment, by its key. */
function registrations() {
  const count = `((counts) => (counts[key] = (counts[key] ?? 0) + 1))`;
  return {
    name: "playground:registrations",
    transform(code, id) {
      if (!id.includes("virtual:rwstate:dependencies")) return undefined;
      const { name } = this.environment;
      const counts = `((globalThis.playgroundAppended ??= {}).registered ??= {})[${JSON.stringify(name)}] ??= {}`;
      for (const place of ["commonJs.set(key, module);", "namespaces.set(key, copy);"]) {
        if (!code.includes(place)) throw new Error(`the registry has no ${place}`);
        code = code.replace(place, `${place}${count}(${counts});`);
      }
      return { code, map: null };
    },
  };
}

const operations = {
  url: () => server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${httpServer.address().port}/`,
  /** Milliseconds from the first line of this file until the server listened: loading Vite and the config is in it. */
  startedIn: () => startedIn,
  pid: () => process.pid,
  reloads: () => reloads,
  unasked: () => unasked,
  overlays: () => overlays,
  /** How often a runner was asked for what the inspector shows. */
  asked: () => asked,
  fetched: () => fetched.splice(0),
  printUrls: () => server.printUrls(),
  /** Names the optimizer's generation of each environment; it changes with each commit. */
  generations: () =>
    Object.fromEntries(
      Object.values(server.environments)
        .filter(({ depsOptimizer }) => depsOptimizer)
        .map(({ name, depsOptimizer }) => [name, generation(depsOptimizer)]),
    ),
  runs: () => runs,
  optimized: ({ environment }) =>
    Object.keys(server.environments[environment].depsOptimizer.metadata.optimized),
  /** Names the module that a specifier stands for in an environment. */
  resolve: async ({ environment, specifier }) =>
    (await server.environments[environment].pluginContainer.resolveId(specifier)).id,
  /** Loads a module in an environment whose runner is in this process. */
  load: async ({ environment, module }) =>
    void (await server.environments[environment].runner.import(module)),
  async settled() {
    for (const { depsOptimizer } of Object.values(server.environments))
      await settled(depsOptimizer);
  },
  async edit({ file, text, slowly, removed, renamed, isOther }) {
    await watching;
    await watched(file);
    // Chokidar drops a change of a file that comes within 50 ms of its last one; this may be another file than the last.
    if (!isOther) {
      await new Promise((resolve) => setTimeout(resolve, lastEdit + 60 - performance.now()));
    }
    let bound;
    const done = new Promise((resolve, reject) => {
      edited = (changed) => changed === file && resolve();
      // What never comes must say so, rather than let a test wait for its own end.
      bound = setTimeout(() => reject(new Error(`Vite did not see the change of ${file}`)), 30_000);
    });
    if (slowly) {
      await writeFile(file, "");
      // The watcher tells of it, and long before Vite has given it up the rest follows.
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
  /** What the app noted on this realm's `globalThis`: how much of what it made is not closed. */
  alive() {
    const { servers, databases } = globalThis.playgroundAlive;
    return { servers: servers.size, databases: [...databases].filter((one) => !one.closed).length };
  },
  /** Starts another server of the same root in this process, and returns its address. */
  async second() {
    const second = await createServer({
      root,
      logLevel: "silent",
      server: { host: "127.0.0.1" },
      cacheDir: ".vite-second",
    });
    await second.listen();
    return second.resolvedUrls.local[0];
  },
  /** Waits until a request whose URL begins so has come. */
  async arrived({ url }) {
    while (!arrived.some((known) => known.startsWith(url))) await turn();
    arrived = [];
  },
  /** Waits until Vite has been told of the edit that is being made. */
  async changed() {
    while (!changed) await turn();
    changed = false;
  },
  memory,
  /** Waits until Vite has restarted by itself, as after a change of its config file. */
  async restarted({ file, text }) {
    await watching;
    const before = server.config;
    await writeFile(file, text);
    while (server.config === before) await turn();
  },
};

/** Waits until a change of a file is seen: Chokidar says that it is ready some 50 ms before it watches what is in folders. */
async function watched(file) {
  const [folder, name] = [dirname(file), basename(file)];
  for (const since = performance.now(); performance.now() - since < 30_000; await turn()) {
    const names = server.watcher.getWatched()[folder];
    if (names && (names.includes(name) || !existsSync(file))) return;
  }
  throw new Error(`Vite does not watch ${file}`);
}

/** Lets others have the core: what is waited for may be theirs. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 2));

/** Resident bytes of this process, and of the workerd that it started, where the system tells (Linux). */
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

process.on("message", async ({ call, operation, argument }) => {
  try {
    process.send({ call, result: await operations[operation](argument) });
  } catch (error) {
    process.send({ call, error: String(error?.stack ?? error) });
  }
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });
