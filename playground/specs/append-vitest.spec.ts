/** In Vitest's browser mode a dependency that is discovered while tests run is appended: the page of the tests is not reloaded. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chromiumOptions } from "../harness/chromium.mjs";
import { runCli } from "../harness/cli";
import { copyApp } from "../harness/lab.mjs";
import { majors } from "./cells";

/** A computed import, whose target Vite's scanner does not find. */
const testText = `
import { expect, test } from "vitest";

const start = Date.now();

test.each(["ufo", "mitt", "superjson", "nanostores", "devalue", "zod"])("%s", async (name) => {
  const { render } = await import(/* @vite-ignore */ \`/src/stories/\${name}.stories.ts\`);
  expect(render()).toBeTypeOf("string");
  globalThis.start ??= start;
  expect(globalThis.start).toBe(start);
});
`;

const configText = `
import { playwright } from "@vitest/browser-playwright";
import { statePlugin } from "rwstate/vite";

export default {
  plugins: [statePlugin()],
  test: {
    browser: {
      enabled: true,
      headless: true,
      provider: playwright({ launchOptions: ${JSON.stringify(chromiumOptions)} }),
      instances: [{ browser: "chromium" }],
    },
  },
};
`;

test.runIf(majors().includes(8))("Vitest 4 in Chromium", async () => {
  const root = await copyApp(8, "client");
  try {
    await writeFile(join(root, "late.test.ts"), testText);
    await writeFile(join(root, "vitest.config.mjs"), configText);
    const output = await runCli(root, "vitest/vitest.mjs", ["run"], { CI: "true" });
    expect(output).toMatch(/Tests +6 passed/);
    // Dependencies that are discovered together are in one line.
    expect(output.match(/(?<=appended |, )\S+ \(imported by /g)).toHaveLength(6);
    expect(output).not.toContain("reload");
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
