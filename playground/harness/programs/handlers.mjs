// Programs whose registry holds functions that are called later: emitters, routers, middleware.
import { program, using } from "./program.mjs";

export const handlers = [
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
  // A dependency calls the handlers later. The module that they query is not evaluated again.
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
];
