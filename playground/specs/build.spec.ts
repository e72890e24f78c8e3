/** In a build the state module is bundled once, without its code for dev, and the output runs. */
import { execFile } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { runCli, startCli } from "../harness/cli";
import { copyApp, type Report } from "../harness/lab.mjs";
import { majors } from "./cells";

const vite = "vite/bin/vite.js";

test.each(majors())("Vite %s: client", (major) =>
  inCopy(major, "browser", async (root) => {
    await useLess(root);
    await runCli(root, vite, ["build"]);
    expectBundled(await scripts(join(root, "dist")));
  }),
);

test.each(majors())("Vite %s: ssr", (major) =>
  inCopy(major, "node", async (root) => {
    await useLess(root);
    await runCli(root, vite, ["build", "--ssr", "src/entry.ts"]);
    expectBundled(await scripts(join(root, "dist")));
    // In its own process, because the app uses `globalThis`.
    const run = `const { handle } = await import("./dist/entry.js");
      console.log(JSON.stringify(await handle(new Request("http://localhost/?id=built"), "ssr")));`;
    await writeFile(join(root, "run.mjs"), run);
    const { stdout } = await promisify(execFile)(process.execPath, ["run.mjs"], { cwd: root });
    expectRight(JSON.parse(stdout) as Report);
  }),
);

test.each(majors())("Vite %s: worker", (major) =>
  inCopy(major, "worker", async (root) => {
    await useLess(root);
    await runCli(root, vite, ["build"]);
    expectBundled(await scripts(join(root, "dist")));
    const preview = startCli(root, vite, ["preview", "--host", "127.0.0.1"]);
    try {
      const [url] = await preview.printed(/http:\/\/127\.0\.0\.1:\d+\//);
      expectRight((await (await fetch(`${url}?id=built`)).json()) as Report);
    } finally {
      await preview.stop();
    }
  }),
);

test.each(majors())(
  "Vite %s: the whole module costs at most 1,200 bytes, minified and gzipped",
  (major) =>
    inCopy(major, "browser", async (root) => {
      const cost = async (entry: string) => {
        await writeFile(join(root, "src/entry.ts"), entry);
        await rm(join(root, "dist"), { recursive: true, force: true });
        await runCli(root, vite, ["build"]);
        return gzipSync(await scripts(join(root, "dist"))).length;
      };
      const without = await cost("globalThis.used = [1, 2, 3];");
      const names = "defineRwState, getRwState, hasRwState, resetRwState, setRwState";
      const using = await cost(
        `import { ${names} } from "rwsdk/__state"; globalThis.used = [${names}];`,
      );
      expect(using - without).toBeGreaterThan(100);
      expect(using - without).toBeLessThanOrEqual(1200);
    }),
);

/** Removes the uses of all exports but `defineRwState`, and adds an import of the late subpath of the framework. */
async function useLess(root: string) {
  const app = join(root, "src/app.ts");
  const text = await readFile(app, "utf8");
  await writeFile(
    app,
    text
      .split("\n")
      .filter((line) => !line.includes("checkApi"))
      .join("\n"),
  );
  const entry = join(root, "src/entry.ts");
  const lines = (await readFile(entry, "utf8"))
    .replace(/import .*"\.\/api";\n/, "")
    .replace(", playgroundApi: checkApi", "");
  await writeFile(entry, lines);
  await writeFile(
    join(root, "src/late.ts"),
    'import * as d from "fw/late";\nexport const late: Record<string, unknown> = { "fw/late": d };\n',
  );
}

function expectBundled(code: string) {
  expect(code.match(/must be a non-empty string/g), "bundled exactly once").toHaveLength(1);
  expect(code, "unused exports").not.toMatch(
    /function (?:get|set|has|reset)RwState|"(?:get|set|has|reset)RwState"|rwStateEntries/,
  );
  for (const dev of [
    "rwstate/v1",
    "rwstate/inspect",
    "rwstate:has-disposers",
    "Date.now",
    "Symbol.for",
    "virtual:rwsdk",
    "import.meta.hot",
    "new Error().stack",
  ]) {
    expect(code, dev).not.toContain(dev);
  }
  expect(code, "a scope").not.toMatch(/"\d+\/(client|ssr|worker)"/);
}

function expectRight({ id, contexts, state, store }: Report) {
  expect(contexts).toEqual([id]);
  expect(id).toBe("built");
  expect(state).toEqual({ app: state.app, accepted: state.app, late: state.app });
  expect(store).toEqual({ app: store.app, late: store.app });
}

async function scripts(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.m?js$/.test(name));
  return (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
}

async function inCopy(major: 6 | 7 | 8, app: string, use: (root: string) => Promise<void>) {
  const root = await copyApp(major, app);
  try {
    await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
