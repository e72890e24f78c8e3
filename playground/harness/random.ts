// Programs that are made up: modules that register with others while they are evaluated, and edits of them. A seed gives the same ones each time.

/** Texts by file name. */
export type Files = Record<string, string>;

interface Registry {
  kind: "registry";
  form: keyof typeof registries;
}
/** What registrants use to register, instead of a registry. */
interface Wrapper {
  kind: "wrapper";
  form: "function" | "factory" | "re-export" | "star" | "list";
  registry: string;
}
/** What texts are made with. */
interface Helper {
  kind: "helper";
  form: "function" | "constant" | "object";
  helpers: string[];
}
interface Registrant {
  kind: "registrant";
  form: keyof typeof evaluations;
  targets: string[];
  helpers: string[];
  others: string[];
  /** How the main module loads it. */
  by: "declaration" | "import()" | "nothing";
}
type Module = { name: string; text: string } & (Registry | Wrapper | Helper | Registrant);
type Kind = Module["kind"];

/** How a registry keeps what is registered: its code after the text that it has of its own, what it exports, and how one registers. */
const registries = {
  array: {
    code: "export const it = [own];\nexport const state = () => it;",
    exported: "it",
    register: (it: string, text: string) => `${it}.push(${text});`,
  },
  map: {
    code: "export const it = new Map([[own, 0]]);\nexport const state = () => [...it];",
    exported: "it",
    register: (it: string, text: string) => `${it}.set(${text}, 1);`,
  },
  class: {
    code: "export class it { static all = [own]; static add(text) { this.all.push(text); } }\nexport const state = () => it.all;",
    exported: "it",
    register: (it: string, text: string) => `${it}.add(${text});`,
  },
  chain: {
    code: "const all = [own];\nexport const it = { use(text) { all.push(text); return it; } };\nexport const state = () => all;",
    exported: "it",
    register: (it: string, text: string) => `${it}.use(${text}).use("end");`,
  },
  guard: {
    code: 'const all = new Map();\nexport function add(text) { if (all.has(text)) throw new Error(text + " is there"); all.set(text, own); }\nexport const state = () => [...all];',
    exported: "add",
    register: (it: string, text: string) => `${it}(${text});`,
  },
  counter: {
    code: "let count = 0;\nconst all = [];\nexport const next = (text) => { all.push([text, own]); return ++count; };\nexport const state = () => [count, all];",
    exported: "next",
    register: (it: string, text: string) => `void ${it}(${text});`,
  },
  emitter: {
    code: 'import { EventEmitter } from "node:events";\nexport const it = new EventEmitter();\nit.on("x", () => own);\nexport const state = () => it.listeners("x").map((one) => one());',
    exported: "it",
    register: (it: string, text: string) => `${it}.on("x", () => ${text});`,
  },
  store: {
    code: 'import { createStore } from "./factory.js";\nexport const it = createStore(own);\nexport const state = () => it.all();',
    exported: "it",
    register: (it: string, text: string) => `${it}.set(${text});`,
  },
};

/** How a registrant registers while it is evaluated. */
const evaluations = {
  top: (calls: string) => calls,
  iife: (calls: string) => `(() => { ${calls} })();`,
  loop: (calls: string) => `for (const _ of [1]) { ${calls} }`,
  callback: (calls: string) => `[1].forEach(() => { ${calls} });`,
  block: (calls: string) => `export class Own { static { ${calls} } }`,
  function: (calls: string) => `function run() { ${calls} }\nrun();`,
  constructor: (calls: string) => `new (class { constructor() { ${calls} } })();`,
};

export class RandomProgram {
  readonly #random: () => number;
  readonly #modules = new Map<string, Module>();
  #texts = 0;
  #names = 0;
  #factory = "factory";

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
    this.#repeat(1, 3, () => this.#addRegistry());
    this.#repeat(1, 3, () => this.#addHelper());
    this.#repeat(0, 2, () => this.#addWrapper());
    this.#repeat(2, 5, () => this.#addRegistrant());
  }

  /** All files; `main.js` exports a function that returns what every registry has. */
  files(): Files {
    const modules = [...this.#modules.values()];
    const files = modules.map((module) => [`${module.name}.js`, `${this.#code(module)}\n`]);
    const registrants = this.#all("registrant");
    const loads = (by: Registrant["by"], load: (name: string) => string) =>
      registrants.filter((one) => one.by === by).map(({ name }) => load(name));
    const shown = [...this.#all("registry"), ...this.#all("wrapper")].map(({ name }) => name);
    const main = [
      ...loads("declaration", (name) => `import "./${name}.js";`),
      ...shown.map((name) => `import { state as ${name} } from "./${name}.js";`),
      "export async function state() {",
      ...loads("import()", (name) => `  await import("./${name}.js");`),
      `  return { ${shown.map((name) => `${name}: ${name}()`).join(", ")} };`,
      "}\n",
    ];
    return {
      ...(Object.fromEntries(files) as Files),
      "factory.js": `export function createStore(first) {
  const all = [first];
  return { set: (text) => void all.push(text + "${this.#factory}"), all: () => all };
}\n`,
      "main.js": main.join("\n"),
    };
  }

  /** Makes one to three edits, and returns what they are. */
  edit(): string {
    const edits: string[] = [];
    this.#repeat(1, this.#chance(0.3) ? 3 : 1, () => edits.push(this.#editOne()));
    return edits.join(", ");
  }

  #editOne(): string {
    const one = this.#pick(this.#all("registrant"));
    const any = this.#pick([...this.#modules.values()]);
    const edits = [
      () => `${any.name}: ${(any.text = this.#text())}`,
      () => `factory: ${(this.#factory = this.#text())}`,
      () => `${one.name} registers by ${(one.form = this.#pick(keysOf(evaluations)))}`,
      () => `${this.#addRegistrant().name} is new`,
      () => `${one.name} uses a new registry, ${this.#added(one.targets, this.#addRegistry())}`,
      () => `${one.name} uses a new helper, ${this.#added(one.helpers, this.#addHelper())}`,
      () => `${one.name} and helper ${toggle(one.helpers, this.#pick(this.#all("helper")).name)}`,
      () => {
        const target = this.#pick([...this.#all("registry"), ...this.#all("wrapper")]).name;
        return `${one.name} and registry ${toggle(one.targets, target)}`;
      },
      () => {
        // Where another module imports it, only the order of imports changes, which no edit is evaluated for.
        if (this.#all("registrant").some(({ others }) => others.includes(one.name))) return "none";
        one.by = one.by === "nothing" ? "declaration" : "nothing";
        return `${one.name} is imported by ${one.by}`;
      },
      () => {
        if (this.#all("registrant").length === 1) return "none";
        this.#modules.delete(one.name);
        for (const other of this.#all("registrant")) {
          other.others = other.others.filter((name) => name !== one.name);
        }
        return `${one.name} is removed`;
      },
    ];
    // Most are edits of a text, as in life.
    return this.#chance(0.3) ? edits[0]!() : this.#pick(edits)();
  }

  #code(module: Module): string {
    const own = `const own = "${module.text}";`;
    switch (module.kind) {
      case "registry":
        return `${own}\n${registries[module.form].code}`;
      case "helper": {
        const text = ["own", ...module.helpers.map((name) => this.#textOf(name))].join(" + ");
        const forms = {
          function: `() => ${text}`,
          constant: text,
          object: `{ text: () => ${text} }`,
        };
        const imports = module.helpers.map((name) => this.#import(name));
        return [...imports, own, `export const it = ${forms[module.form]};`].join("\n");
      }
      case "wrapper":
        return `${own}\n${this.#wrapper(module)}`;
      case "registrant": {
        const { name, form, targets, helpers, others } = module;
        const text = [`"${name} " + own`, ...helpers.map((one) => this.#textOf(one))].join(" + ");
        const calls = targets.map((target) => this.#register(target, text)).join(" ");
        const imports = [...helpers, ...targets, ...others].sort(byNumber);
        return [...imports.map((one) => this.#import(one)), own, evaluations[form](calls)].join(
          "\n",
        );
      }
    }
  }

  #wrapper({ form, registry }: Wrapper): string {
    const { exported } = this.#registry(registry);
    const state = "export const state = () => own;";
    const register = this.#register(registry, "text + own");
    switch (form) {
      case "re-export":
        return `export { ${exported} } from "./${registry}.js";\n${state}`;
      case "star":
        return `export * from "./${registry}.js";\n${state}`;
      case "function":
        return `${this.#import(registry)}\nexport function register(text) { ${register} }\n${state}`;
      case "factory":
        return `${this.#import(registry)}\nexport const register = (text) => () => { ${register} };\n${state}`;
      case "list":
        return `export const register = [own];\nexport const state = () => register;`;
    }
  }

  /** What a module imports of another by: the name in that one. */
  #exported(name: string): string | undefined {
    const module = this.#modules.get(name)!;
    switch (module.kind) {
      case "registry":
        return registries[module.form].exported;
      case "wrapper": {
        const isPassedOn = module.form === "re-export" || module.form === "star";
        return isPassedOn ? this.#registry(module.registry).exported : "register";
      }
      case "helper":
        return "it";
      case "registrant":
        return undefined;
    }
  }

  #import(name: string): string {
    const exported = this.#exported(name);
    return `import ${exported ? `{ ${exported} as ${name} } from ` : ""}"./${name}.js";`;
  }

  #register(target: string, text: string): string {
    const module = this.#modules.get(target)!;
    if (module.kind === "registry") return registries[module.form].register(target, text);
    const { form, registry } = module as Wrapper;
    if (form === "list") return `${target}.push(${text});`;
    if (form === "function") return `${target}(${text});`;
    if (form === "factory") return `${target}(${text})();`;
    return this.#registry(registry).register(target, text);
  }

  #registry(name: string) {
    return registries[(this.#modules.get(name) as Registry).form];
  }

  #textOf(helper: string): string {
    const { form } = this.#modules.get(helper) as Helper;
    return { function: `${helper}()`, constant: helper, object: `${helper}.text()` }[form];
  }

  #addRegistry(): Module {
    return this.#add({ kind: "registry", form: this.#pick(keysOf(registries)) });
  }

  #addHelper(): Module {
    const helpers = this.#some(this.#all("helper"), 0.4);
    const form = this.#pick(["function", "constant", "object"] as const);
    return this.#add({ kind: "helper", form, helpers });
  }

  #addWrapper(): Module {
    const registry = this.#pick(this.#all("registry")).name;
    const forms = ["function", "factory", "re-export", "star", "list"] as const;
    return this.#add({ kind: "wrapper", form: this.#pick(forms), registry });
  }

  #addRegistrant(): Module {
    const targets = this.#some([...this.#all("registry"), ...this.#all("wrapper")], 0.6);
    const declared = this.#all("registrant").filter(({ by }) => by === "declaration");
    return this.#add({
      kind: "registrant",
      form: this.#pick(keysOf(evaluations)),
      targets: targets.length > 0 ? targets : [this.#pick(this.#all("registry")).name],
      helpers: this.#some(this.#all("helper"), 0.4),
      others: this.#some(declared, 0.25),
      by: this.#chance(0.2) ? "import()" : "declaration",
    });
  }

  #add(given: Registry | Wrapper | Helper | Registrant): Module {
    const module = { ...given, name: `${given.kind}${this.#names++}`, text: this.#text() };
    this.#modules.set(module.name, module);
    return module;
  }

  #added(list: string[], { name }: Module): string {
    list.push(name);
    return name;
  }

  #all<K extends Kind>(kind: K) {
    return [...this.#modules.values()].filter((one) => one.kind === kind) as Extract<
      Module,
      { kind: K }
    >[];
  }

  #text(): string {
    return `text ${this.#texts++}`;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<Item>(list: readonly Item[]): Item {
    return list[Math.floor(this.#random() * list.length)]!;
  }

  #some(list: Module[], probability: number): string[] {
    return list.filter(() => this.#chance(probability)).map(({ name }) => name);
  }

  #repeat(least: number, most: number, act: () => void): void {
    const many = least + Math.floor(this.#random() * (most - least + 1));
    for (let index = 0; index < many; index++) act();
  }
}

/** Removes a name from a list, or adds it. One is left at least. */
function toggle(list: string[], name: string): string {
  const at = list.indexOf(name);
  if (at < 0) list.push(name);
  else if (list.length > 1) list.splice(at, 1);
  return name;
}

/** By the number at the end of a name, so that no edit changes the order of imports alone. */
function byNumber(one: string, other: string): number {
  return Number(/\d+$/.exec(one)![0]) - Number(/\d+$/.exec(other)![0]);
}

function keysOf<Key extends string>(table: Record<Key, unknown>): Key[] {
  return Object.keys(table) as Key[];
}

/** Numbers from 0 to 1 that look like chance (the generator that is known as mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
