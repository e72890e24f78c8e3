// Programs that register by classes and decorators, or from all modules of a folder.
import { globbed, main, program, using } from "./program.mjs";

export const classesAndFolders = [
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
];
