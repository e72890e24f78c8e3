// Programs whose registry is a plain container.
import { label, program, using } from "./program.mjs";

export const containers = [
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
];
