/** The TypeScript part of `preserve`: what it passes to the addon, and what it does where that fails. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadBinding } from "../dist/binding.js";
import type { Context } from "../dist/server/context.js";
import { Lost } from "../dist/preserve/lost.js";
import { ownMap } from "../dist/preserve/own-map.js";
import { packageOf } from "../dist/preserve/packages.js";
import { Rewriter } from "../dist/preserve/rewriter.js";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "rwstate-"));
  await mkdir(join(root, "src/deep"), { recursive: true });
  await writeFile(join(root, "package.json"), '{ "name": "app", "version": "1.2.3" }');
  // Without a name, as in packages with two formats.
  await writeFile(join(root, "src/package.json"), '{ "type": "module" }');
});
afterAll(() => rm(root, { recursive: true }));

function rewriter(options?: object) {
  const binding = loadBinding();
  const plan = new binding.Plan(options, "/rwstate/dist/runtime/state.mjs", "const scope = null;");
  const logged: string[] = [];
  const logger = { warnOnce: (text: string) => void logged.push(text) } as unknown as Logger;
  const made = new Rewriter({ binding, plan } as Context, () => ({ root, logger }));
  return { made, plan, logged };
}

const source =
  'import { AsyncLocalStorage } from "node:async_hooks";\nexport const a = new AsyncLocalStorage();\n';

test("a module's package is the nearest that has a name", () => {
  expect(packageOf(join(root, "src/deep/a.ts"))).toEqual({
    name: "app",
    version: "1.2.3",
    folder: root,
  });
});

test("a rewritten module has keys without absolute paths and versions of Vite's", () => {
  const rewritten = rewriter().made.rewrite(source, `${join(root, "src/a.ts")}?v=abc`, false);
  expect(rewritten!.entries.map(([key]) => key)).toEqual(["app@1.2.3/src/a.ts#a"]);
  expect(rewritten!.code).not.toContain(root);
  const map = JSON.parse(rewritten!.map!);
  expect(map.sourcesContent ?? []).toEqual([]);
  expect(map.mappings.length).toBeGreaterThan(10);
});

test("a package that was updated has its new version in the keys of the next server", async () => {
  const folder = join(root, "node_modules/updated");
  await mkdir(folder, { recursive: true });
  const keys = [];
  for (const version of ["1.0.0", "1.0.1"]) {
    const manifest = { name: "updated", version };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    const { entries } = rewriter().made.rewrite(source, join(folder, "x.js"), false)!;
    keys.push(...entries.map(([key]) => key));
  }
  expect(keys).toEqual(["updated@1.0.0/x.js#a", "updated@1.0.1/x.js#a"]);
});

test("two packages of one name and version have keys of their own", async () => {
  const keys = [];
  for (const folder of ["a", "b", "node_modules/app", "."]) {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, "package.json"), '{ "name": "app", "version": "1.2.3" }');
    const { entries } = rewriter().made.rewrite(source, join(root, folder, "x.js"), false)!;
    keys.push(...entries.map(([key]) => key));
  }
  expect(new Set(keys).size).toBe(4);
  expect(keys.at(-1)).toBe("app@1.2.3/x.js#a");
});

test("a source map of a dependency's own is found, with its sources from the module's folder", async () => {
  const map = { version: 3, sources: ["../src/m.ts", "https://x/y.ts", null], mappings: "AAAA" };
  await mkdir(join(root, "dist"), { recursive: true });
  await writeFile(join(root, "dist/m.js.map"), JSON.stringify({ ...map, sourceRoot: "lib/" }));
  const sources = (url: string) =>
    JSON.parse(ownMap(join(root, "dist/m.js"), `a();\n//# sourceMappingURL=${url}\n`)!).sources;
  expect(sources("m.js.map")).toEqual(["src/m.ts", "https://x/y.ts", "lib"]);
  await writeFile(join(root, "dist/m.js.map"), JSON.stringify(map));
  expect(sources("./m.js.map")).toEqual(["../src/m.ts", "https://x/y.ts", ""]);
  const text = Buffer.from(JSON.stringify(map));
  expect(sources(`data:application/json;charset=utf-8;base64,${text.toString("base64")}`)).toEqual([
    "../src/m.ts",
    "https://x/y.ts",
    "",
  ]);
  expect(ownMap(join(root, "dist/m.js"), "//# sourceMappingURL=gone.map")).toBeUndefined();
  expect(ownMap(join(root, "dist/m.js"), "a();")).toBeUndefined();
});

describe("a context that cannot be kept", () => {
  const loop = `import { AsyncLocalStorage } from "node:async_hooks";
export const all = [1, 2].map(() => new AsyncLocalStorage());
`;
  const line = (file: string) =>
    `(ssr) ${file} is evaluated again, and a request in flight may lose what it runs in: \`all\` is made in a function or a loop, so it is not kept (RWS033)`;

  function watched() {
    const binding = loadBinding();
    const plan = new binding.Plan({}, "/rwstate/dist/runtime/state.mjs", "const scope = null;");
    const lost = new Lost({ binding, plan } as Context);
    const lines: string[] = [];
    const environment = {
      name: "ssr",
      config: { root },
      logger: { warn: (line: string) => void lines.push(line) },
      depsOptimizer: { isOptimizedDepFile: (id: string) => id.includes("/.vite/") },
      fetchModule: (id: string) => Promise.resolve({ code: "", id }),
    };
    lost.watch(environment as never);
    const note = (name: string, file: string) => {
      const rewritten = rewriter().made.rewrite(loop, join(root, file), false)!;
      expect(rewritten.code).toBeNull();
      lost.note(name, join(root, file), rewritten.lost);
    };
    const evaluate = async (...files: string[]) => {
      for (const file of files) await environment.fetchModule(join(root, file));
    };
    return { lines, note, evaluate };
  }

  test("is one line when its module is evaluated again", async () => {
    const { lines, note, evaluate } = watched();
    note("ssr", "src/loop.ts");
    note("worker", "src/other.ts");
    await evaluate("src/loop.ts", "src/other.ts", "src/loop.ts?t=1", "src/loop.ts?t=2");
    await evaluate("src/other.ts");
    expect(lines).toEqual([line("src/loop.ts")]);
  });

  test("is one line when the output that holds its module is evaluated again", async () => {
    const deps = "node_modules/.vite/deps_ssr";
    await mkdir(join(root, deps), { recursive: true });
    const sources = ["../../fw/kept.js", "../../fw/loop.js"];
    await writeFile(join(root, deps, "fw.js.map"), JSON.stringify({ sources }));
    const { lines, note, evaluate } = watched();
    note("ssr", "node_modules/fw/loop.js");
    const outputs = ["fw.js?v=1", "other.js?v=1"].map((output) => `${deps}/${output}`);
    await evaluate(...outputs);
    expect(lines).toEqual([]);
    await evaluate(...outputs, ...outputs);
    expect(lines).toEqual([line("node_modules/fw/loop.js")]);
  });
});

test.each(["\0virtual.ts", "a.css", "a.ts?raw", "a.vue", "a.d.ts"])("%s is left alone", (name) => {
  const id = name.startsWith("\0") ? name : join(root, name);
  expect(rewriter().made.rewrite(source, id, false)).toBeUndefined();
});

test("contexts are kept, and what options and comments name", () => {
  const code = `import { AsyncLocalStorage } from "node:async_hooks";
import { create } from "my-store";
export const a = new AsyncLocalStorage(), b = create(), c = new Map();
/* rwstate: keep */
export const d = new Map();
/* rwstate: reset */
export const e = new AsyncLocalStorage();
`;
  const kept = (preserve?: object) =>
    rewriter({ preserve })
      .made.rewrite(code, join(root, "src/a.ts"), false)!
      .entries.map(([key]) => key.split("#")[1]);
  expect(kept()).toEqual(["a", "d"]);
  expect(kept({ states: { "my-store": ["create"] } })).toEqual(["a", "b", "d"]);
});

test("a file that a plugin has compiled is rewritten after that", () => {
  const { made } = rewriter();
  expect(made.rewrite(source, join(root, "src/a.vue"), true)!.code).toContain("a.vue#a");
});

test("a module that the addon fails on stays as it is, with one warning", () => {
  const { made, logged } = rewriter();
  const failing = vi.spyOn(loadBinding().Rewriter.prototype, "rewrite").mockImplementation(() => {
    throw new Error("a bug");
  });
  expect(made.rewrite(source, join(root, "src/a.ts"), false)).toBeUndefined();
  expect(logged).toEqual([
    `rwstate has failed on ${join(root, "src/a.ts")}, and keeps nothing of it: a bug`,
  ]);
  failing.mockRestore();
});

test.each([
  ["brackets", (n: number) => `${"[".repeat(n)}${"]".repeat(n)}`, [9_000, 300_000]],
  ["operators", (n: number) => `${"!".repeat(n)}1`, [9_000, 100_000]],
  ["sums", (n: number) => Array(n).fill("1").join("+"), [9_000, 100_000]],
  ["arrows", (n: number) => `${"a=>".repeat(n)}1`, [9_000, 50_000]],
])(
  "%s that are nested deep do not overflow the stack of Node's main thread",
  (_, nested, depths) => {
    const { plan, made } = rewriter();
    for (const depth of depths) {
      const code = `/* rwstate: keep */\nexport let n = 0;\nexport const f = () => n++;\nexport const a = ${nested(depth)};\n`;
      made.rewrite(code, join(root, "src/a.ts"), false);
    }
    expect(plan).toBeDefined();
  },
);
