/** Under Vitest the plugin is inactive: tests run, and all modules share one state. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../harness/cli";
import { copyApp, installRwsdk } from "../harness/lab.mjs";
import { majors } from "./cells";

const versions = { 7: 3, 8: 4 } as const;
const wanted = majors().filter((major) => major !== 6);

const specText = `
import { expect, test } from "vitest";
import { defineRwState, getRwState } from "rwsdk/__state";
import { getRequestInfo, requestInfoStore, runWithRequestInfo } from "fw/requestInfo";
import * as late from "fw/late";

test("app, framework and its late subpath see one state", () => {
  expect(getRwState("requestInfoStore")).toBe(requestInfoStore);
  expect(late.requestInfoStore).toBe(requestInfoStore);
  expect(defineRwState("probe", () => ({}))).toBe(late.probe);
  expect(runWithRequestInfo({ id: "one" }, () => getRequestInfo())).toEqual({ id: "one" });
});
`;

const layouts = { absent: async () => {}, "at the root": (root: string) => installRwsdk(root) };

describe.each(Object.entries(layouts))("rwsdk %s", (_, prepare) => {
  test.each(wanted)("Vitest on Vite %s", async (major) => {
    const root = await copyApp(major as 7 | 8, "node");
    try {
      await prepare(root);
      await writeFile(join(root, "state.test.ts"), specText);
      await writeFile(
        join(root, "vitest.config.mjs"),
        'import { statePlugin } from "rwstate/vite";\nexport default { plugins: [statePlugin()] };\n',
      );
      const output = await runCli(root, "vitest/vitest.mjs", ["run", "--reporter=verbose"], {
        CI: "true",
      });
      expect(output).toContain(`RUN  v${versions[major as 7 | 8]}.`);
      expect(output).toMatch(/Tests +1 passed/);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

const counterText = `
import { defineRwState } from "rwsdk/__state";
export const counter = defineRwState("counter", () => ({ count: 0 }));
`;

const fileText = `
import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import * as testing from "rwstate/testing";
import { defineRwState, getRwState, resetRwState } from "rwsdk/__state";
import { runWithRequestInfo, getRequestInfo, requestInfoStore } from "fw/requestInfo";
import { counter } from "./counter";

test("a test file begins without the state of another", () => {
  expect(defineRwState("mark", () => "new")).toBe("new");
  expect(getRwState("counter")).toBe(counter);
  expect(++counter.count).toBe(1);
});

test("code under test finds seeded state", () => {
  testing.seedRwState({ seeded: { user: "Ada" } });
  expect(defineRwState("seeded", () => ({ user: "none" }))).toEqual({ user: "Ada" });
});

test("a snapshot is restored in the same objects, and newer entries are removed", () => {
  const state = defineRwState("nested", () => ({ list: [1], byId: new Map([["a", { n: 1 }]]), tags: new Set(["x"]) }));
  const list = state.list;
  const snapshot = testing.snapshotRwState();
  list.push(2);
  state.byId.get("a").n = 2;
  state.byId.set("b", { n: 3 });
  state.tags.clear();
  state.extra = true;
  defineRwState("late", () => 1);
  testing.restoreRwState(snapshot);
  expect(getRwState("nested")).toBe(state);
  expect(state).toEqual({ list: [1], byId: new Map([["a", { n: 1 }]]), tags: new Set(["x"]) });
  expect(state.list).toBe(list);
  expect(testing.hasRwState("late")).toBe(false);
});

test("code runs with a context that a test knows by its key alone", () => {
  expect(testing.getRwState("requestInfoStore")).toBe(requestInfoStore);
  expect(testing.runWithRwState("requestInfoStore", { id: "one" }, () => getRequestInfo())).toEqual({ id: "one" });
  expect(() => testing.runWithRwState("nothing", 1, () => 1)).toThrow('no context is kept under "nothing"');
});

test("a snapshot may be of any size and depth", () => {
  const state = defineRwState("large", () => ({ list: Array.from({ length: 200_000 }, (_, n) => n), chain: {} }));
  let end = state.chain;
  for (let depth = 0; depth < 20_000; depth++) end = end.next = {};
  const snapshot = testing.snapshotRwState();
  state.list.length = 0;
  end.last = true;
  testing.restoreRwState(snapshot);
  expect(state.list.length).toBe(200_000);
  expect(end.last).toBe(undefined);
});

test("state that the user's own setup file has seeded is kept", () => {
  expect(defineRwState("from setup", () => "made")).toBe("seeded");
});

test("a reset is awaited", async () => {
  let isClosed = false;
  defineRwState("connection", () => 1, { dispose: async () => void (isClosed = true) });
  await resetRwState("connection");
  expect(isClosed).toBe(true);
});
`;

describe.each([true, false])("isolate: %s", (isolate) => {
  test.each(wanted)(
    "Vitest on Vite %s: each file begins without state, and has the helpers",
    async (major) => {
      const root = await copyApp(major as 7 | 8, "node");
      try {
        await installRwsdk(root);
        await writeFile(join(root, "counter.ts"), counterText);
        for (const name of ["one", "two", "three"]) {
          await writeFile(join(root, `${name}.test.ts`), fileText);
        }
        await writeFile(
          join(root, "setup.ts"),
          `import { seedRwState } from "rwstate/testing";\nseedRwState({ "from setup": "seeded" });\n`,
        );
        await writeFile(
          join(root, "vitest.config.mjs"),
          `import { statePlugin } from "rwstate/vite";
           const deps = { inline: ${isolate} || [] };
           export default {
             plugins: [statePlugin()],
             test: { isolate: ${isolate}, setupFiles: "setup.ts", server: { deps }, fileParallelism: false, maxWorkers: 1 },
           };`,
        );
        const output = await runCli(root, "vitest/vitest.mjs", ["run"], { CI: "true" });
        expect(output).toMatch(/Tests +21 passed/);
      } finally {
        await rm(root, { recursive: true, force: true });
      }
    },
  );
});
