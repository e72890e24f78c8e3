/** The apps: what edits change is there, and `cargo xtask` installs each. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { frameworkOf, frameworks } from "../../playground/harness/frameworks.mjs";

const shared = fileURLToPath(new URL("../../playground/frameworks/shared", import.meta.url));

describe.each(Object.keys(frameworks))("%s", (name) => {
  const { folder, like, sources, files, late } = frameworkOf(name);
  const folders = [folder, ...(like ? [frameworkOf(like).folder] : [])];

  /** A file as a copy of the app has it. */
  function read(file) {
    const common = join(shared, file.slice(sources.length));
    const place = [...folders.map((from) => join(from, file)), common].find((one) =>
      existsSync(one),
    );
    return readFileSync(place ?? file, "utf8");
  }

  test.each(Object.entries(files))("its file for %s edits says so", (kind, file) => {
    expect(read(file)).toContain(`"${kind} 0"`);
  });

  test("its late dependencies are its own", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(late));
  });
});

test("cargo xtask installs these apps, in this order", () => {
  const apps = readFileSync(new URL("../../xtask/src/setup/apps.rs", import.meta.url), "utf8");
  const named = apps.matchAll(/^    (?:tested|measured)\("frameworks\/([\w-]+)"/gm);
  expect(["rwsdk", ...Array.from(named, ([, name]) => name)]).toEqual(Object.keys(frameworks));
});
