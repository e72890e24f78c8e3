// Publishes the packages of `target/npm` to a registry of this machine, and installs them from there with several package managers.
import { execFileSync, fork, type ChildProcess } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startProgram, succeeded } from "./cli";
import { node22, node24 } from "./node.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
/** The folder that has the registry and package managers. */
export const distribution = join(repository, "playground/distribution");
/** What `cargo xtask pack` makes. */
export const packages = join(repository, "target/npm");

/** A package manager, and the Node that runs it and what it has installed. */
export interface Manager {
  name: string;
  node: string;
  /** Its program, and what it is to do but for the package's name. */
  command: [file: string, ...args: string[]];
  /** How it is configured, for a registry and a folder for what it keeps. */
  env(registry: string, folder: string): Record<string, string>;
}

const inDistribution = (file: string) => join(distribution, "node_modules", file);

const npm: Manager = {
  name: "npm",
  node: process.execPath,
  command: [npmFile(), "install", "-D"],
  env: (registry, folder) => ({
    npm_config_registry: registry,
    npm_config_cache: join(folder, "npm"),
  }),
};

export const managers: Manager[] = [
  npm,
  {
    name: "pnpm",
    node: node22,
    command: [inDistribution("pnpm/bin/pnpm.cjs"), "add", "-D"],
    env: (registry, folder) => ({
      npm_config_registry: registry,
      npm_config_cache: join(folder, "pnpm-cache"),
      npm_config_store_dir: join(folder, "pnpm"),
      npm_config_update_notifier: "false",
    }),
  },
  {
    name: "Yarn",
    node: node24,
    command: [inDistribution("@yarnpkg/cli-dist/bin/yarn.js"), "add", "-D"],
    env: (registry, folder) => ({
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
      YARN_GLOBAL_FOLDER: join(folder, "yarn"),
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_TELEMETRY: "0",
      // On a CI machine Yarn refuses to change its lock file.
      YARN_ENABLE_IMMUTABLE_INSTALLS: "0",
      // What is published here is new.
      YARN_NPM_MINIMAL_AGE_GATE: "0",
    }),
  },
];

/** The file of npm's program: that of the npm which runs this, else that beside Node. */
function npmFile(): string {
  const given = process.env["npm_execpath"];
  if (given?.endsWith("npm-cli.js")) return given;
  const root = execFileSync("npm", ["root", "--global"], { encoding: "utf8" }).trim();
  return join(root, "npm/bin/npm-cli.js");
}

/** A registry with the packages of this repository, and a folder for apps that install them. */
export class Registry {
  readonly folder: string;
  readonly url: string;
  #child: ChildProcess;

  private constructor(folder: string, url: string, child: ChildProcess) {
    this.folder = folder;
    this.url = url;
    this.#child = child;
  }

  static async start(): Promise<Registry> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "rwstate-registry-")));
    const uplink = execFileSync("npm", ["config", "get", "registry"], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
    const child = fork(join(distribution, "registry.mjs"), [uplink, folder], {
      execPath: node24,
      cwd: folder,
      silent: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => (output += String(text)));
    }
    const port = await new Promise<number>((resolve, reject) => {
      child.once("message", (port) => resolve(port as number));
      child.once("exit", () => reject(new Error(`the registry has ended:\n${output}`)));
    });
    return new Registry(folder, `http://127.0.0.1:${port}/`, child);
  }

  /**
   * Publishes all packages as `release.yml` does. Platforms whose addon this machine has not built get a file that is none: nothing may
   * install it here.
   */
  async publish(): Promise<void> {
    const copy = join(this.folder, "packages");
    await cp(packages, copy, { recursive: true });
    for (const name of await readdir(copy)) {
      if (!name.startsWith("binding-")) continue;
      const { main } = JSON.parse(await readFile(join(copy, name, "package.json"), "utf8")) as {
        main: string;
      };
      await writeFile(join(copy, name, main), "", { flag: "a" });
    }
    const token = `--//${new URL(this.url).host}/:_authToken=none`;
    const [file] = npm.command;
    const args = ["publish", "--workspaces", "--registry", this.url, token];
    await succeeded(startProgram(copy, file, args, this.#env(npm)), "npm publish");
  }

  /** Makes an app of one module that imports the state module, and has a package manager install rwstate there. Returns the app's folder. */
  async install(manager: Manager): Promise<string> {
    const app = join(this.folder, `app-${manager.name}`);
    await mkdir(app);
    const versions = await readFile(join(repository, "playground/vite-8/package.json"), "utf8");
    const { vite } = (JSON.parse(versions) as { dependencies: Record<string, string> })
      .dependencies;
    const files = {
      "package.json": JSON.stringify({ private: true, type: "module", devDependencies: { vite } }),
      "vite.config.js": `import { statePlugin } from "rwstate/vite";\nexport default { plugins: [statePlugin()] };\n`,
      "index.html": `<script type="module" src="/main.js"></script>\n`,
      "main.js": `import { defineRwState } from "rwstate/state";\ndefineRwState("key", () => 1);\n`,
      // To Yarn a folder without one may be a part of a project above it.
      ...(manager.name === "Yarn" ? { "yarn.lock": "" } : {}),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(app, name), text);
    const [file, ...args] = manager.command;
    const running = startProgram(app, file, [...args, "rwstate"], this.#env(manager), manager.node);
    await succeeded(running, `${manager.name} of rwstate`);
    return app;
  }

  #env(manager: Manager): Record<string, string> {
    return {
      // Scripts of packages look for `node` there.
      PATH: [dirname(manager.node), process.env["PATH"]].join(delimiter),
      ...manager.env(this.url, this.folder),
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.disconnect();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
