/** Bad input for `statePlugin` gives one clear message. Through the built package, as a user has it. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { statePlugin } from "rwstate/vite";
import { packageFolder, withCopy } from "./copy.js";

test("an error has no stack that Vite would print", () => {
  const error = errorOf(() => statePlugin({ specifier: 42 } as never));
  expect(error.stack).toBe(error.message);
});

describe("options", () => {
  test.each([
    [
      { specifer: "fw/__state" },
      "error[RWS001] unknown-option: `specifer` is not an option of statePlugin",
    ],
    [{ specifier: 42 }, "error[RWS002] invalid-option: `specifier` must be a string, not 42"],
    [
      { specifier: ["a"] },
      "error[RWS002] invalid-option: `specifier` must be a string, not an array",
    ],
    [
      { specifier: Symbol("s") },
      "error[RWS002] invalid-option: `specifier` must be a string, not a symbol",
    ],
    [
      { vitest: () => true },
      "error[RWS002] invalid-option: `vitest` must be true or false, not a function",
    ],
    [
      { specifier: "" },
      'error[RWS003] invalid-specifier: "" cannot name the state module: it is empty',
    ],
    [{ specifier: "./state" }, "error[RWS003] invalid-specifier"],
    [{ specifier: "node:fs/x" }, "error[RWS003] invalid-specifier"],
    [
      { gate: { drainMs: "2s" } },
      'error[RWS002] invalid-option: `gate.drainMs` must be a whole number of milliseconds from 0 to 600000, not "2s"',
    ],
    [{ gate: { drain: 1 } }, "error[RWS001] unknown-option: `gate.drain` is not an option"],
    [
      { preserve: "all" },
      'error[RWS002] invalid-option: `preserve` must be "contexts", false or an object, not "all"',
    ],
    [
      { preserve: "state" },
      'error[RWS002] invalid-option: `preserve` must be "contexts", false or an object, not "state"',
    ],
    [
      { preserve: { includes: [] } },
      "error[RWS001] unknown-option: `preserve.includes` is not an option of statePlugin",
    ],
    [{ logLevel: 1 }, 'error[RWS002] invalid-option: `logLevel` must be one of "info", '],
    ["text", 'error[RWS002] invalid-option: `options` must be an object, not "text"'],
    [null, "error[RWS002] invalid-option: `options` must be an object, not null"],
  ])("%o", (options, message) => {
    const text = messageOf(() => statePlugin(options as never));
    expect(text.startsWith(message)).toBe(true);
    expect(text).not.toMatch(/\n\s+at .*:\d+:\d+/);
    expect(text).toContain("help: ");
  });

  test("all are optional, and an option that is undefined counts as missing", () => {
    expect(statePlugin().map(({ name }) => name)).toEqual([
      "rwstate:dependents",
      "rwstate:state",
      "rwstate:native",
      "rwstate:vitest",
      "rwstate:inspector",
      "rwstate:lifecycle",
      "rwstate:declarations",
      "rwstate:preserve",
      "rwstate:preserve-compiled",
      "rwstate:gate",
      "rwstate:gate-after",
      "rwstate:bundled",
      "rwstate:edits",
      "rwstate:edits-after",
      "rwstate:edits-accept",
      "rwstate:append",
      "rwstate:newly-installed",
      "rwstate:saves",
    ]);
    expect(() => statePlugin({ specifier: undefined, vitest: undefined })).not.toThrow();
  });

  test("each has a row in docs/options.md", async () => {
    const text = messageOf(() => statePlugin({ colour: 1 } as never));
    const names = /The options are: (.*)/.exec(text)![1]!.split(", ");
    const page = await readFile(new URL("../../../docs/options.md", import.meta.url), "utf8");
    const rows = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    for (const name of names) expect(rows).toContain(name);
  });

  test("all errors are reported at once", () => {
    const text = messageOf(() => statePlugin({ specifier: 1, vitest: 2, other: 3 } as never));
    for (const name of ["specifier", "vitest", "other"])
      expect(text).toContain(`statePlugin({ ${name} })`);
  });

  test("a cycle in the options does not hang", () => {
    const cycle: Record<string, unknown> = {};
    cycle["specifier"] = { cycle };
    expect(messageOf(() => statePlugin(cycle as never))).toContain(
      "must be a string, not an object",
    );
  });
});

describe("a damaged installation", () => {
  test("a state module whose file has other content", async () => {
    await withCopy(async (folder) => {
      await writeFile(join(folder, "dist/runtime/state.mjs"), "export {};\n");
      const { statePlugin } = await import(
        pathToFileURL(join(folder, "dist/plugin/index.js")).href
      );
      expect(messageOf(statePlugin)).toContain("error[RWS007] damaged-state-module");
    });
  });
});

test("a version of Vite before 6.3 is refused", async () => {
  const { loadBinding } = await import(pathToFileURL(join(packageFolder, "dist/binding.js")).href);
  const { checkVite } = loadBinding();
  expect(messageOf(() => checkVite("5.4.21"))).toContain(
    "error[RWS004] unsupported-vite: rwstate needs Vite 6.3 or later, and this is Vite 5.4.21",
  );
  expect(() => checkVite("6.3.0")).not.toThrow();
});

function messageOf(call: () => unknown): string {
  return errorOf(call).message;
}

function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
