/** Under Vitest the plugin stands aside: nothing breaks, and state is not split. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../harness/cli.mjs";
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
