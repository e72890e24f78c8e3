/** What `rwstate migrate` writes compiles, whatever the types of the declarations are. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { compileStrictly, repository } from "./strict.js";

const bin = fileURLToPath(new URL("../dist/bin/rwstate.js", import.meta.url));

/** Contexts, in every place. */
const contexts = `
export const requests = new AsyncLocalStorage<User>();
const annotated: AsyncLocalStorage<User> = new AsyncLocalStorage();
const scopes = Object.freeze({ user: new AsyncLocalStorage<User>(), all: [new AsyncLocalStorage<Level>()] as const });
class Holder<_T> {
  static readonly #current = new AsyncLocalStorage<Holder<unknown>>();
  run(value: User): User | undefined {
    return Holder.#current.run(this, () => annotated.run(value, () => scopes.user.getStore()));
  }
}
class Single {
  readonly own: AsyncLocalStorage<User> = new AsyncLocalStorage();
}
export const single = new Single();
namespace Inner {
  export const user = new AsyncLocalStorage<User>();
}
let lazy: AsyncLocalStorage<User> | undefined;
export const get = () => (lazy ??= new AsyncLocalStorage());
const create = <T,>(): AsyncLocalStorage<T> => new AsyncLocalStorage<T>();
export const created = create<User>();
`;

/** Constants and static properties. */
const constants = [
  "const users: Map<string, User> = new Map();",
  "const seen = new Set<User>();",
  "const limits = { low: 1, high: 2 } satisfies Record<Level, number>;",
  `const frozen = ["a", "b"] as const;`,
  `const guest = { name: "" } as User;`,
  "const listeners: ((user: User) => void)[] = [];",
  "const identity = <T,>(it: T): T => it;",
  `const level: Level = "low";`,
  `const tuple: [string, User?] = ["a"];`,
  `const own = Symbol("own");`,
  "export default { a: 1 } as Record<string, number>;",
];
const statics = `
interface Tagged { [own]?: number; [tag]: string }
class Registry {
  /* rwstate: keep */
  static readonly byName: Record<string, User> = {};
  /* rwstate: keep */
  static #names: string[] = [];
  /* rwstate: keep */
  static readonly own = Symbol("own");
  static add(user: User): number {
    Registry.byName[user.name] = user;
    return Registry.#names.push(user.name);
  }
}
`;

/** Of a `unique symbol` is what `Symbol()` returns right there, and nothing else. */
const left = `
/* rwstate: keep */
const tag: unique symbol = Symbol("tag");
class Tags {
  /* rwstate: keep */
  static readonly tag: unique symbol = Symbol("tag");
}
`;

/** Variables that functions reassign. */
const variables = [
  "let hits = 0;",
  "let total: number = 0;",
  "let current: User | undefined;",
  "let ready!: Promise<void>;",
  "let boxed: Set<undefined>;",
  "let nested: (string | (undefined | number));",
  `let mode: Level = "low";`,
  "let last: User | null = null;",
  "let list: User[] = [];",
  "let render: (user: User) => string = (user) => user.name;",
  "let deferred: ((user: User) => void) | undefined = undefined;",
  "let generic = async <T,>(it: T): Promise<T> => it;",
  "let config = { retries: 1 } satisfies { retries: number };",
  `let chosen = "low" as Level;`,
  `let pair: readonly [number, string] = [1, "a"];`,
  "let cache = new Map<string, Map<Level, User[]>>();",
  "let timer: ReturnType<typeof setTimeout> | undefined;",
];

const uses = `
type Name = keyof typeof config;
export function change(user: User, name: Name): object {
  hits++;
  total += hits;
  current = user;
  if (current.tags) list = [...list, current];
  ready = Promise.resolve();
  boxed = new Set([undefined]);
  nested = 1;
  mode = mode === "low" ? "high" : "low";
  last = list.at(-1) ?? null;
  render = ({ name }) => name;
  if (deferred) deferred({ name });
  deferred?.({ name });
  deferred = undefined;
  void generic(1);
  generic = async (it) => it;
  config = { retries: config.retries + 1 };
  chosen = "high";
  pair = [2, "b"];
  cache.clear();
  cache = new Map();
  clearTimeout(timer);
  timer = setTimeout(() => {});
  users.set(user.name, user);
  seen.add(guest);
  for (const listener of listeners) listener(user);
  Registry.add(user);
  new Holder().run(user);
  const tagged: Tagged = { [tag]: render(user), [own]: 1 };
  const first: "a" = frozen[0];
  const [one = 0] = [hits];
  const kept = { hits, total, current, ready, boxed, nested, mode, last, config, chosen, pair };
  const { low } = limits;
  return { kept, first, one, low, tagged, tags: Tags.tag, own: Registry.own, level, tuple, all: identity(users), Inner };
}
`;

// It runs the compiler, which takes seconds on a busy machine.
test("typed declarations of every form compile when they are migrated", async () => {
  const root = await mkdtemp(join(tmpdir(), "rwstate-migrate-"));
  const asked = (list: string[]) => list.map((it) => `/* rwstate: keep */\n${it}\n`).join("");
  const source = [
    `import { AsyncLocalStorage } from "node:async_hooks";`,
    `interface User { name: string; tags?: string[] }`,
    `type Level = "low" | "high";`,
    contexts,
    asked(constants),
    statics,
    left,
    asked(variables),
    uses,
  ];
  try {
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
    await writeFile(join(root, "package.json"), '{ "name": "app", "type": "module" }');
    await writeFile(join(root, "state.ts"), source.join("\n"));
    const run = (...words: string[]) =>
      promisify(execFile)(process.execPath, words, { cwd: root }).catch(
        (error: { stdout: string; stderr: string }) => error,
      );
    const { stdout, stderr } = await run(bin, "migrate", "--write");
    expect(stdout).toBe("state.ts: 40 migrated\n");
    expect(Array.from(stderr.matchAll(/`(.*)` is left/g), ([, name]) => name)).toEqual([
      "tag",
      "Tags.tag",
    ]);
    const text = await readFile(join(root, "state.ts"), "utf8");
    expect(await compileStrictly(root), text).toBe("");
  } finally {
    await rm(root, { recursive: true });
  }
}, 60_000);
