// Small programs whose modules register something with another module while they are evaluated, and edits of them. What each says
// after an edit is what it says in a fresh process, which a build of the same files is.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const playground = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = "src/programs";

/** What is edited, in this order. A registrant is a module that registers, a helper one that it uses for that. */
export const steps = ["registrant", "helper", "registry", "unrelated", "removal", "addition"];

/** Gives a copy of the app the programs, and a route that says what each is; for `prepare`. */
export async function addPrograms(root) {
  await writeAll(root, filesAfter(0));
  const routes = join(root, "src/routes.ts");
  const text = await readFile(routes, "utf8");
  const named = text.replace("> = {", "> = {\n  programs,");
  if (named === text) throw new Error("the routes have no place for one more");
  await writeFile(routes, `import { programs } from "./programs/index";\n${named}`);
}

/** Makes the edits of a step, one after the other: most come while the runner evaluates one before. */
export async function edit(lab, step) {
  const index = steps.indexOf(step);
  const [before, after] = [filesAfter(index), filesAfter(index + 1)];
  for (const file of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const text = after[file];
    if (before[file] === text) continue;
    await lab.call("edit", {
      file: join(lab.root, file),
      text,
      removed: text === undefined,
      isOther: true,
    });
  }
}

const states = new Map();

/** What a fresh process says of each program after some steps: the repository's own Vite builds the files, and this process imports them. */
export function freshStates(count) {
  if (!states.has(count)) states.set(count, build(filesAfter(count)));
  return states.get(count);
}

async function build(files) {
  const { build } = await import("vite");
  // Where packages resolve as they do for the apps.
  const apps = join(playground, "vite-8/apps");
  await mkdir(apps, { recursive: true });
  const root = await mkdtemp(join(apps, "programs-"));
  try {
    await writeAll(root, files);
    const { output } = await build({
      root,
      configFile: false,
      logLevel: "silent",
      ssr: { noExternal: true },
      build: { ssr: `${folder}/index.ts`, write: false, minify: false },
    });
    const built = Object.fromEntries(output.map(({ fileName, code }) => [fileName, code]));
    await writeAll(join(root, "built"), built);
    const entry = output.find(({ isEntry }) => isEntry).fileName;
    const { states } = await import(pathToFileURL(join(root, "built", entry)).href);
    return JSON.parse(JSON.stringify(await states()));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function writeAll(root, files) {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

/** The files of all programs after so many steps, by their paths. */
function filesAfter(count) {
  const all = { [`${folder}/index.ts`]: index };
  for (const letters of parts) all[`${folder}/${letters}.ts`] = part(letters);
  for (const { name, files, edits } of programs) {
    const now = { ...files };
    for (const step of steps.slice(0, count)) apply(now, edits[step], `${name}, ${step}`);
    for (const [file, text] of Object.entries(now)) all[`${folder}/${name}/${file}`] = text;
  }
  return all;
}

function apply(files, [file, from, to], what) {
  // A file that comes, one that goes, or a text in one.
  if (to === undefined && from === undefined) delete files[file];
  else if (to === undefined) files[file] = from;
  else {
    if (!files[file]?.includes(from)) throw new Error(`${what}: ${file} has no ${from}`);
    files[file] = files[file].replace(from, to);
  }
}

/**
 * The programs by their first letters. A module that imports all of them would be evaluated again with each edit, and ask for each of
 * them.
 */
const parts = ["a-d", "e-h", "i-n", "o-z"];

const index = `${parts.map((part) => `import { all as ${part[0]} } from "./${part}";\n`).join("")}
const all = { ${parts.map((part) => `...${part[0]}`).join(", ")} };

/** What each program is, by its name. */
export async function states(): Promise<Record<string, unknown>> {
  const states: Record<string, unknown> = {};
  for (const [path, { state }] of Object.entries(all)) states[path.split("/")[1]!] = await state();
  return states;
}

export async function programs(): Promise<Response> {
  const hits = Object.entries(all).map(([path, { hit }]) => [path.split("/")[1]!, hit()]);
  return Response.json({ states: await states(), hits: Object.fromEntries(hits) });
}
`;

const part = (letters) => `interface Program {
  state: () => unknown;
  hit: () => number;
}

export const all = import.meta.glob<Program>("./[${letters}]*/main.ts", { eager: true });
`;

/**
 * A program. `registrant` is the text of each of the modules that register, by its name: `user` and `post` from the start, `added`
 * later. Other files, and other edits, by their names.
 */
function program(name, { registry, registrant, files = {}, edits = {} }) {
  const registrants = Object.fromEntries(
    ["user", "post", "added"].map((name) => [`${name}.ts`, registrant?.(name)]),
  );
  const given = {
    "main.ts": main(),
    "registry.ts": registry,
    "helper.ts": "export const label = (text: string): string => `helper first: ${text}`;\n",
    "unrelated.ts": 'export const unrelated = "unrelated first";\n',
    // State that goes on whatever is edited beside it.
    "untouched.ts": "let hits = 0;\nexport const hit = (): number => ++hits;\n",
    ...(registrant && registrants),
    ...files,
  };
  return {
    name,
    files: Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)),
    edits: {
      registrant: ["user.ts", "user first", "user second"],
      helper: ["helper.ts", "helper first", "helper second"],
      registry: ["registry.ts", "registry first", "registry second"],
      unrelated: ["unrelated.ts", "unrelated first", "unrelated second"],
      removal: ["main.ts", 'import "./post";\n', ""],
      addition: ["main.ts", 'import "./user";\n', 'import "./user";\nimport "./added";\n'],
      ...edits,
    },
  };
}

/** The module that imports a program's others. */
function main(imports = 'import "./user";\nimport "./post";\n', registered = "await registered()") {
  return `${imports}import { state as registered } from "./registry";
import { unrelated } from "./unrelated";

export { hit } from "./untouched";
export const state = async () => ({ registered: ${registered}, unrelated });
`;
}

/** A program whose registrants are the modules of a folder. */
function globbed(name, { main: text, registry, registrant }) {
  return program(name, {
    registry,
    files: {
      "main.ts": text,
      "plugins/user.ts": registrant("user"),
      "plugins/post.ts": registrant("post"),
    },
    edits: {
      registrant: ["plugins/user.ts", "user first", "user second"],
      removal: ["plugins/post.ts"],
      addition: ["plugins/added.ts", registrant("added")],
    },
  });
}

const label = 'import { label } from "./helper";\n';
const using = (names) => `import { ${names} } from "./registry";\n${label}`;

export const programs = [
  program("array", {
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) => `${using("list")}list.push(label("${name} first"));\n`,
  }),
  program("array-replaced", {
    registry: `let list: string[] = ["registry first"];
export const add = (text: string) => void (list = [...list, text]);
export const state = () => list;
`,
    registrant: (name) => `${using("add")}add(label("${name} first"));\n`,
  }),
  program("map", {
    registry: `const map = new Map<string, string>([["registry", "registry first"]]);
export function define(key: string, text: string): void {
  map.set(key, text);
}
export const state = () => [...map];
`,
    registrant: (name) => `${using("define")}define("${name}", label("${name} first"));\n`,
  }),
  program("set", {
    registry: `export const texts = new Set(["registry first"]);
export const state = () => [...texts];
`,
    registrant: (name) => `${using("texts")}texts.add(label("${name} first"));\n`,
  }),
  program("object", {
    registry: `export const table: Record<string, string> = { registry: "registry first" };
export const state = () => table;
`,
    registrant: (name) => `${using("table")}table["${name}"] = label("${name} first");\n`,
  }),
  program("namespace", {
    registry: `export const list: string[] = ["registry first"];
export const add = (text: string) => void list.push(text);
export const state = () => list;
`,
    registrant: (name) =>
      `import * as registry from "./registry";\n${label}registry.add(label("${name} first"));\n`,
  }),
  program("weak-map", {
    registry: `export const texts = new WeakMap<object, string>();
export const owners: object[] = [];
export const state = () => ["registry first", ...owners.map((owner) => texts.get(owner))];
`,
    registrant: (name) => `${using("owners, texts")}const owner = {};
owners.push(owner);
texts.set(owner, label("${name} first"));
`,
  }),
  program("guard", {
    registry: `const map = new Map<string, string>([["registry", "registry first"]]);
export function define(key: string, text: string): void {
  if (map.has(key)) throw new Error(\`\${key} is already registered\`);
  map.set(key, text);
}
export const state = () => [...map];
`,
    registrant: (name) => `${using("define")}define("${name}", label("${name} first"));\n`,
  }),
  program("silent-guard", {
    registry: `const map = new Map<string, string>([["registry", "registry first"]]);
export function define(key: string, text: string): void {
  if (!map.has(key)) map.set(key, text);
}
export const state = () => [...map];
`,
    registrant: (name) => `${using("define")}define("${name}", label("${name} first"));\n`,
  }),
  program("guard-flag", {
    registry: `export const done = { user: false, post: false, added: false };
export const list: string[] = ["registry first"];
export const state = () => ({ done, list });
`,
    registrant: (name) => `${using("done, list")}if (!done.${name}) {
  done.${name} = true;
  list.push(label("${name} first"));
}
`,
  }),
  program("ids", {
    registry: `let next = 1;
export const names: Record<number, string> = { 0: "registry first" };
export const nextId = () => next++;
export const state = () => names;
`,
    registrant: (name) => `${using("names, nextId")}const id = nextId();
names[id] = label("${name} first");
`,
  }),
  program("counter", {
    registry: `export const counts = { total: 0, first: "registry first" };
export const state = () => counts;
`,
    registrant: (name) => `${using("counts")}counts.total++;
counts.first += label("${name} first");
`,
  }),
  program("emitter", {
    registry: `import { EventEmitter } from "node:events";
export const emitter = new EventEmitter();
export function state(): string[] {
  const texts = ["registry first"];
  emitter.emit("ask", texts);
  return texts;
}
`,
    registrant: (name) =>
      `${using("emitter")}emitter.on("ask", (texts: string[]) => texts.push(label("${name} first")));\n`,
  }),
  program("listeners", {
    registry: `type Listener = (text: string) => string;
const listeners: Record<string, Listener[]> = {};
export const on = (event: string, listener: Listener) => void (listeners[event] ??= []).push(listener);
export const state = () => listeners["ask"]?.map((listener) => listener("registry first")) ?? [];
`,
    registrant: (name) => `${using("on")}function answer(text: string): string {
  return label(\`${name} first, \${text}\`);
}
on("ask", answer);
`,
  }),
  program("mitt", {
    registry: `import mitt from "mitt";
export const emitter = mitt<{ ask: string[] }>();
export function state(): string[] {
  const texts = ["registry first"];
  emitter.emit("ask", texts);
  return texts;
}
`,
    registrant: (name) =>
      `${using("emitter")}emitter.on("ask", (texts) => texts.push(label("${name} first")));\n`,
  }),
  program("hono", {
    registry: `import { Hono } from "hono";
export const app = new Hono();
export async function state() {
  const texts: unknown[] = [app.routes.length];
  for (const { path } of app.routes) texts.push(await (await app.request(path)).text());
  return ["registry first", ...texts];
}
`,
    registrant: (name) =>
      `${using("app")}app.get("/${name}", (context) => context.text(label("${name} first")));\n`,
  }),
  // Handlers that a dependency has run later, and what they ask goes on.
  program("hono-routes", {
    registry: `import { Hono } from "hono";
export const app = new Hono();
export async function state() {
  const texts: unknown[] = [app.routes.length];
  for (const { path } of app.routes) texts.push(await (await app.request(path)).text());
  return ["registry first", ...texts];
}
`,
    registrant: (name) => `import { Hono } from "hono";
import { query } from "./untouched";
${using("app")}const routes = new Hono().get("/", (context) => context.text(label(query("${name} first"))));
app.route("/${name}", routes);
`,
    files: {
      "untouched.ts": `let hits = 0;
export const hit = (): number => ++hits;
export const query = (text: string): string => (hits < 0 ? "" : text);
`,
    },
  }),
  program("middleware", {
    registry: `type Middleware = (text: string, next: () => string) => string;
class App {
  #all: Middleware[] = [];
  use(middleware: Middleware): this {
    this.#all.push(middleware);
    return this;
  }
  run(text: string, from = 0): string {
    return this.#all[from]?.(text, () => this.run(text, from + 1)) ?? "end";
  }
}
export const app = new App();
export const state = () => app.run("registry first");
`,
    registrant: (name) =>
      `${using("app")}app.use((text, next) => label(\`${name} first of \${text}, then \${next()}\`));\n`,
  }),
  program("router", {
    registry: `import { queries } from "./database";
type Handler = () => string;
export const routes = new Map<string, Handler[]>();
export const get = (path: string, handler: Handler) =>
  void routes.set(path, [...(routes.get(path) ?? []), handler]);
export const state = () => [queries, [...routes].map(([path, all]) => [path, ...all.map((one) => one())]), "registry first"];
`,
    registrant: (name) => `import { query } from "./database";
${using("get")}get("/${name}", () => label(query("${name} first")));
get("/", () => "${name} first");
`,
    files: {
      "database.ts": `export let queries = 0;
export const query = (text: string): string => \`asked for \${text}\`;
export const connect = () => ++queries;
connect();
`,
    },
  }),
  program("static-registry", {
    registry: `export class Model {
  static readonly all = new Map<string, typeof Model>();
  static text = "registry first";
  static register(this: typeof Model, key: string): void {
    if (Model.all.has(key)) throw new Error(\`\${key} exists\`);
    Model.all.set(key, this);
  }
}
export const state = () => [Model.text, ...[...Model.all].map(([key, { text }]) => [key, text])];
`,
    registrant: (name) => `${using("Model")}class Registered extends Model {
  static override text = label("${name} first");
}
Registered.register("${name}");
`,
  }),
  program("static-block", {
    registry: `export const classes: { text: string }[] = [];
export const state = () => ["registry first", ...classes.map(({ text }) => text)];
`,
    registrant: (name) => `${using("classes")}export class Registered {
  static text = label("${name} first");
  static {
    classes.push(this);
  }
}
`,
  }),
  program("decorator", {
    registry: `export const classes: [string, { text: string }][] = [];
export const register = (key: string) => (target: { text: string }) => void classes.push([key, target]);
export const state = () => ["registry first", ...classes.map(([key, { text }]) => [key, text])];
`,
    registrant: (name) => `${using("register")}@register("${name}")
export class Registered {
  static text = label("${name} first");
}
`,
    files: { "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }\n' },
  }),
  program("method-decorator", {
    registry: `const routes: [string, () => string][] = [];
export const get = (path: string) => (target: object, name: string) =>
  void routes.push([path, (target as Record<string, () => string>)[name]!]);
export const state = () => ["registry first", ...routes.map(([path, run]) => [path, run()])];
`,
    registrant: (name) => `${using("get")}export class Controller {
  @get("/${name}")
  index() {
    return label("${name} first");
  }
}
`,
    files: { "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }\n' },
  }),
  globbed("glob-table", {
    main: main(""),
    registry: `import { label } from "./helper";
const plugins = import.meta.glob<{ name: string }>("./plugins/*.ts", { eager: true });
const table = Object.fromEntries(Object.entries(plugins).map(([path, { name }]) => [path, label(name)]));
export const state = () => ["registry first", table];
`,
    registrant: (name) => `export const name = "${name} first";\n`,
  }),
  globbed("glob-effects", {
    main: main('import.meta.glob("./plugins/*.ts", { eager: true });\n'),
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) =>
      `import { list } from "../registry";\nimport { label } from "../helper";\nlist.push(label("${name} first"));\n`,
  }),
  globbed("glob-awaited", {
    main: main(
      'for (const load of Object.values(import.meta.glob("./plugins/*.ts"))) await load();\n',
    ),
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) =>
      `import { list } from "../registry";\nimport { label } from "../helper";\nlist.push(label("${name} first"));\n`,
  }),
  globbed("glob-install", {
    main: main(
      `import { list } from "./registry";
const plugins = import.meta.glob<{ install: (into: string[]) => void }>("./plugins/*.ts", { eager: true });
for (const { install } of Object.values(plugins)) install(list);
`,
    ),
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) =>
      `import { label } from "../helper";\nexport const install = (into: string[]) => void into.push(label("${name} first"));\n`,
  }),
  program("side-effects", {
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) => `${using("list")}list.push(label("${name} first"));\n`,
    files: {
      "main.ts": main('import "./setup";\n'),
      "setup.ts": 'import "./user";\nimport "./post";\n',
    },
    edits: {
      removal: ["setup.ts", 'import "./post";\n', ""],
      addition: ["setup.ts", 'import "./user";\n', 'import "./added";\nimport "./user";\n'],
    },
  }),
  program("helper-registers", {
    registry: `export const list: string[] = [];
export const state = () => ["registry first", ...list];
`,
    registrant: (name) => `import { add } from "./helper";\nadd("${name} first");\n`,
    files: {
      "helper.ts": `import { list } from "./registry";
export const add = (text: string) => void list.push(\`helper first: \${text}\`);
`,
    },
  }),
  program("helpers-register", {
    registry: `const list: string[] = [];
export const push = (text: string) => void list.push(text);
export const state = () => ["registry first", ...list];
`,
    registrant: (name) => `import { api } from "./api";\napi.add("${name} first");\n`,
    files: {
      "api.ts": 'import { Api } from "./helper";\nexport const api = new Api();\n',
      "helper.ts": `import { push } from "./registry";
export class Api {
  add(text: string): void {
    push(\`helper first: \${text}\`);
  }
}
`,
    },
  }),
  program("barrel", {
    registry: `export const list: string[] = [];
export const add = (text: string) => void list.push(text);
export const state = () => ["registry first", ...list];
`,
    registrant: (name) => `import { add, label } from "./barrel";\nadd(label("${name} first"));\n`,
    files: { "barrel.ts": 'export * from "./registry";\nexport { label } from "./helper";\n' },
  }),
  program("default-export", {
    registry: `class Registry {
  list: string[] = ["registry first"];
}
export default new Registry();
`,
    registrant: (name) =>
      `import { registry } from "./barrel";\n${label}registry.list.push(label("${name} first"));\n`,
    files: {
      "barrel.ts": 'export { default as registry } from "./registry";\n',
      "main.ts": main()
        .replace("{ state as registered }", "registry")
        .replace("await registered()", "registry.list"),
    },
  }),
  program("two-registries", {
    registry: `export const list: string[] = ["registry first"];
export const state = () => list;
`,
    registrant: (name) =>
      `import { names } from "./names";\n${using("list")}names.add("${name}");\nlist.push(label("${name} first"));\n`,
    files: {
      "names.ts": "export const names = new Set<string>();\n",
      "main.ts": main(
        'import "./user";\nimport "./post";\nimport { names } from "./names";\n',
        "[...(await registered()), ...names]",
      ),
    },
  }),
  program("registry-of-registries", {
    registry: `import { registries } from "./registries";
export const list: string[] = ["registry first"];
registries.push(list);
`,
    registrant: (name) => `${using("list")}list.push(label("${name} first"));\n`,
    files: {
      "registries.ts": `export const registries: string[][] = [];
export const state = () => registries;
`,
      "main.ts": main().replace("./registry", "./registries"),
    },
  }),
  program("installed", {
    registry: `export const list: string[] = ["registry first"];
export const state = () => list;
`,
    registrant: (name) =>
      `${label}export const install = (into: string[]) => void into.push(label("${name} first"));\n`,
    files: {
      "main.ts": main(
        `import { install as user } from "./user";
import { install as post } from "./post";
import { list } from "./registry";
for (const install of [user, post]) install(list);
`,
      ),
    },
    edits: {
      removal: ["main.ts", 'import { install as post } from "./post";', "const post = () => {};"],
      addition: ["main.ts", "const post = () => {};", 'import { install as post } from "./added";'],
    },
  }),
  program("named-setup", {
    registry: `export const list: string[] = ["registry first"];
export const state = () => list;
`,
    registrant: (name) => `import { boot } from "./boot";
${using("list")}function setup() {
  list.push(label("${name} first"));
}
boot(setup);
`,
    files: { "boot.ts": "export const boot = (setup: () => void) => setup();\n" },
  }),
  program("builder", {
    registry: `const built: Record<string, string[]> = { registry: ["registry first"] };
export function model(key: string) {
  const texts: string[] = [];
  const builder = {
    with: (text: string) => (texts.push(text), builder),
    done: () => void (built[key] = [...(built[key] ?? []), ...texts]),
  };
  return builder;
}
export const state = () => built;
`,
    registrant: (name) =>
      `${using("model")}const one = model("${name}").with(label("${name} first"));\none.with("end").done();\n`,
  }),
  program("container", {
    registry: `const factories = new Map<string, () => { text: string }>();
const made = new Map<string, { text: string }>();
export function bind(key: string, factory: () => { text: string }): void {
  if (factories.has(key)) throw new Error(\`\${key} is bound\`);
  factories.set(key, factory);
}
export function resolve(key: string): { text: string } {
  if (!made.has(key)) made.set(key, factories.get(key)!());
  return made.get(key)!;
}
export const state = () => ["registry first", ...[...factories.keys()].map((key) => [key, resolve(key).text])];
`,
    registrant: (name) => `${using("bind")}class Service {
  text = label("${name} first");
}
bind("${name}", () => new Service());
`,
  }),
  program("hooks", {
    registry: `export const hooks: { priority: number; run: () => string }[] = [];
export function hook(priority: number, run: () => string): void {
  hooks.push({ priority, run });
  hooks.sort((one, other) => one.priority - other.priority);
}
export const state = () => ["registry first", ...hooks.map(({ run }) => run())];
`,
    registrant: (name) =>
      `${using("hook")}hook("${name}".length % 4, () => label("${name} first"));\n`,
  }),
  program("awaited", {
    registry: `export const list: string[] = ["registry first"];
export async function add(text: string): Promise<void> {
  await Promise.resolve();
  list.push(text);
}
export const state = () => list;
`,
    registrant: (name) => `${using("add")}await add(label("${name} first"));\n`,
  }),
  program("cycle", {
    registry: `import "./user";
// Hoisted: what imports this module and is imported by it runs first.
var list: string[] | undefined;
export function add(text: string): void {
  (list ??= []).push(text);
}
export const state = () => ["registry first", ...(list ?? [])];
`,
    registrant: (name) => `${using("add")}add(label("${name} first"));\n`,
    files: { "main.ts": main('import "./post";\n') },
    edits: {
      addition: ["registry.ts", 'import "./user";\n', 'import "./user";\nimport "./added";\n'],
    },
  }),
];
