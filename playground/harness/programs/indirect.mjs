// Programs that register through other modules: helpers, barrels, builders, several registries.
import { label, main, program, using } from "./program.mjs";

export const indirect = [
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
  program("lazy", {
    registry: `export const list: string[] = ["registry first"];
export const state = () => list;
`,
    registrant: (name) => `${using("list")}list.push(label("${name} first"));\n`,
    files: {
      // A request loads one of the registrants.
      "main.ts": `import "./user";
import { state as registered } from "./registry";
import { unrelated } from "./unrelated";

export { hit } from "./untouched";
export const state = async () => {
  await import("./post");
  return { registered: registered(), unrelated };
};
`,
    },
    edits: { removal: ["main.ts", '  await import("./post");\n', ""] },
  }),
];
