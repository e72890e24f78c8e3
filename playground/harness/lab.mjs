// A lab: a new copy of a playground app, without a cache, which a real dev server in its own process serves.
import { fork } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compileCache } from "./node.mjs";
import { countServer } from "./servers.mjs";

/** By Node and Vite: child processes whose server was closed and has left nothing. They end with this process. */
const unused = new Map();

const playground = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Real npm packages that no app imports at start; `fw/late` shares a chunk with what is optimized from the start. */
export const latePackages = [
  "fw/late",
  "zustand",
  "react-hook-form",
  "jotai/vanilla",
  "valtio/vanilla",
  "react-dom",
  "mitt",
  "clsx",
  "dequal",
  "defu",
  "ufo",
  "superjson",
  "devalue",
  "immer",
  "hono",
  "p-limit",
  "lru-cache",
  "dayjs",
  "nanostores",
  "valibot",
  "nanoid",
  "zod",
  "ms",
];

/**
 * What a playground's app answers: who it is, and which objects it sees.
 *
 * @typedef {object} Report
 * @property {string} environment
 * @property {number} instance
 * @property {string} id
 * @property {(string | null)[]} contexts
 * @property {{ app: number; accepted: number; late: number | null }} state
 * @property {{ app: number; late: number | null }} store
 * @property {number} acceptedInstance
 * @property {string[]} late
 */

/**
 * @typedef {object} ServeOptions
 * @property {"rwstate" | "letter" | "ordinary"} [variant] the state plugin
 * @property {object} [plugin] options of `statePlugin`
 * @property {object} [inline] Vite's inline config
 * @property {string} [log] Vite's log level
 * @property {(text: Buffer) => void} [onOutput] called with the output of the server
 * @property {string} [node] the Node that runs it
 * @property {string[]} [execArgv] options of Node
 * @property {Record<string, string>} [env] environment variables, which the app's config reads
 * @property {boolean} [isReused] whether the process may be that of a lab which has closed, with the same Node and Vite and no `env`
 */

/**
 * A Vite by the name of its playground: its major, or the newest minor version.
 *
 * @typedef {6 | 7 | 8 | 8.4} Version
 */

/**
 * @typedef {object} AppOptions
 * @property {Version} vite
 * @property {string} app a folder in `apps`
 * @property {(root: string) => Promise<void>} [prepare] changes the copy before the server starts
 */

/** @typedef {AppOptions & ServeOptions} LabOptions */

/**
 * Copies an app and starts its server.
 *
 * @param {LabOptions} options
 */
export async function openLab({ vite, app, prepare, ...options }) {
  const root = await copyApp(vite, app);
  const { variant = "rwstate" } = options;
  if (variant !== "rwstate") await installFramework(root, vite);
  await prepare?.(root);
  return serveLab(root, options);
}

/**
 * Starts the server of a copied app.
 *
 * @param {string} root the copy, two folders below the one whose `node_modules` has its Vite
 * @param {ServeOptions} [options]
 */
export async function serveLab(
  root,
  {
    variant = "rwstate",
    plugin,
    inline = {},
    log = "silent",
    env = {},
    node = process.execPath,
    execArgv = [],
    isReused = false,
    onOutput,
  } = {},
) {
  countServer();
  const key = isReused ? `${node} ${dirname(root)}` : undefined;
  const child = unused.get(key) ?? startChild(node, execArgv, env);
  unused.delete(key);
  const lab = new Lab(root, child, { key, onOutput });
  child.send({
    lab: {
      root,
      inline: JSON.stringify(inline),
      env: {
        PLAYGROUND_VARIANT: variant,
        PLAYGROUND_OPTIONS: plugin ? JSON.stringify(plugin) : "",
        PLAYGROUND_LOG: log,
        // A server that restarts gives its port up for a moment. Those of other spec files, which run beside this one, try other ports.
        PLAYGROUND_FIRST_PORT: String(5173 + 100 * Number(process.env.VITEST_POOL_ID ?? 0)),
      },
    },
  });
  await lab.started;
  lab.url = await lab.call("url");
  return lab;
}

function startChild(execPath, execArgv, env) {
  return fork(join(playground, "harness/child.mjs"), {
    execPath,
    execArgv,
    silent: true,
    env: { ...plainEnvironment(), ...compileCache, ...env },
  });
}

/** The environment variables of a server's process: none of the test runner's, and no colors, because tests read the output. */
export function plainEnvironment() {
  return {
    ...process.env,
    NODE_ENV: undefined,
    VITEST: undefined,
    // On a CI machine some tools use colors even if the output is a pipe.
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
    WRANGLER_SEND_METRICS: "false",
    // A page of Cloudflare's plugin, for which workerd starts more than the app.
    X_LOCAL_EXPLORER: "false",
  };
}

/**
 * Copies an app beside the `node_modules` of one Vite, and returns its folder.
 *
 * @param {Version} vite
 * @param {string} app
 */
export async function copyApp(vite, app) {
  const apps = join(playground, `vite-${vite}`, "apps");
  await mkdir(apps, { recursive: true });
  const root = await mkdtemp(join(apps, `${app}-`));
  for (const source of ["shared", app])
    await cp(join(playground, "apps", source), root, { recursive: true });
  return root;
}

/**
 * Installs the stand-in for the package that the specifier names.
 *
 * @param {string} root
 */
export function installRwsdk(root, folder = "node_modules/rwsdk") {
  return cp(join(playground, "rwsdk"), join(root, folder), { recursive: true });
}

/**
 * Installs the framework beside that stand-in, so that a plain resolver finds the stand-in from there.
 *
 * @param {string} root
 * @param {Version} vite
 */
export async function installFramework(root, vite) {
  const installed = join(playground, `vite-${vite}`, "node_modules/fw");
  await cp(installed, join(root, "node_modules/fw"), { recursive: true });
  await installRwsdk(root);
}

/** The message in the error page of Vite or of Cloudflare's plugin. */
function messageIn(page) {
  const [, json] = /"message":("(?:[^"\\]|\\.)*")/.exec(page) ?? [];
  return json ? JSON.parse(json) : page.slice(0, 400);
}

/** @typedef {(text: string) => string} Change */

export class Lab {
  /** @type {string} */
  url;
  /** @type {string[]} */
  output = [];
  #child;
  #key;
  #calls = new Map();
  #next = 0;
  #exited;

  /**
   * @param {string} root
   * @param {import("node:child_process").ChildProcess} child
   * @param {{ key?: string; onOutput?: (text: Buffer) => void }} options
   */
  constructor(root, child, { key, onOutput }) {
    this.root = root;
    this.#child = child;
    this.#key = key;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        this.output.push(String(text));
        onOutput?.(text);
      });
    }
    this.#exited = new Promise((resolve) => child.once("exit", resolve));
    this.started = new Promise((resolve, reject) => {
      child.on("message", (message) => (message.ready ? resolve() : this.#answer(message)));
      child.once("exit", (code) => {
        const error = new Error(`the dev server ended with ${code}:\n${this.output.join("")}`);
        reject(error);
        for (const { reject } of this.#calls.values()) reject(error);
      });
    });
  }

  /**
   * Runs an operation in the server's process; see `server.mjs`, which lists what each returns.
   *
   * @param {string} operation
   * @param {unknown} [argument]
   * @returns {Promise<any>}
   */
  call(operation, argument) {
    const call = this.#next++;
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) throw new Error("the dev server has ended");
      this.#calls.set(call, { resolve, reject });
      this.#child.send({ call, operation, argument });
    });
  }

  #answer({ call, result, error }) {
    const { resolve, reject } = this.#calls.get(call);
    this.#calls.delete(call);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  }

  /**
   * @param {string} [path]
   * @param {RequestInit} [init]
   * @returns {Promise<Response>}
   */
  fetch(path = "/", init) {
    return fetch(new URL(path, this.url), init);
  }

  /**
   * Requests the app's report. Throws if the answer is not one.
   *
   * @param {string} [path]
   * @returns {Promise<Report>}
   */
  async report(path = "/") {
    const id = `r${this.#next++}`;
    const response = await this.fetch(`${path}?id=${id}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${messageIn(text)}`);
    const report = JSON.parse(text);
    if (report.id !== id) throw new Error(`asked as ${id}, answered as ${report.id}`);
    return report;
  }

  /**
   * Writes a file, and waits until Vite has processed the change.
   *
   * @param {string} file
   * @param {Change} change
   */
  async edit(file, change) {
    const path = join(this.root, file);
    await this.call("edit", { file: path, text: change(await readFile(path, "utf8")) });
  }

  /**
   * Writes a file as an editor does on a busy machine: it truncates the file, and writes it after the watcher has reported that.
   *
   * @param {string} file
   * @param {Change} change
   */
  async editSlowly(file, change) {
    const path = join(this.root, file);
    const text = change(await readFile(path, "utf8"));
    await this.call("edit", { file: path, text, slowly: true });
  }

  /**
   * Writes a file as an editor does that writes a temporary file and renames it.
   *
   * @param {string} file
   * @param {Change} change
   */
  async editByRename(file, change) {
    const path = join(this.root, file);
    const text = change(await readFile(path, "utf8"));
    await this.call("edit", { file: path, text, renamed: true });
  }

  /**
   * Creates a file, and waits until Vite has processed that.
   *
   * @param {string} file
   * @param {string} text
   */
  create(file, text) {
    return this.call("edit", { file: join(this.root, file), text });
  }

  /**
   * Removes a file, and waits until Vite has processed that.
   *
   * @param {string} file
   */
  remove(file) {
    return this.call("edit", { file: join(this.root, file), removed: true });
  }

  /**
   * Adds an import of a package that the app did not use before.
   *
   * @param {string} name
   * @returns {Promise<void>}
   */
  importLate(name) {
    return this.edit(
      "src/late.ts",
      (text) =>
        `import * as d${this.#next++} from "${name}";\n${text}late["${name}"] = d${this.#next - 1};\n`,
    );
  }

  /**
   * Requests reports until one comes while no optimizer is at work, as a person reloads a page that has failed. Without a gate a request
   * may fail during a re-optimization; this shows the state after it.
   *
   * @param {string} [path]
   * @returns {Promise<Report>}
   */
  async settledReport(path = "/") {
    let failure;
    for (let round = 0; round < 10; round++) {
      const before = JSON.stringify(await this.call("generations"));
      const report = await this.report(path).catch((error) => void (failure = error));
      await this.call("settled");
      if (report && JSON.stringify(await this.call("generations")) === before) return report;
    }
    throw failure;
  }

  /** Ends the server, and its process unless another lab may use it. */
  async end() {
    if (this.#key && (await this.call("leave").catch(() => false))) {
      for (const emitter of [this.#child, this.#child.stdout, this.#child.stderr]) {
        for (const event of ["message", "exit", "data"]) emitter.removeAllListeners(event);
      }
      unused.set(this.#key, this.#child);
      return;
    }
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }

  /** Ends the server, and removes the copy. */
  async close() {
    await this.end();
    await rm(this.root, { recursive: true, force: true });
  }
}
