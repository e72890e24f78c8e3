/** `npx rwstate`: the command line, through the addon. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../dist/bin/rwstate.js", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rwstate-"));
  await writeFile(join(folder, "clean.js"), "export const a = 1;\n");
  await writeFile(
    join(folder, "hits.js"),
    "/* rwstate: keep */\nlet n = await 0;\n/* rwstate: keep */\nlet hits = 0;\nexport const hit = () => hits++;\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

function run(...words: string[]) {
  return spawnSync(process.execPath, [bin, ...words], { cwd: folder, encoding: "utf8" });
}

test.each([
  ["no finding", ["check", "clean.js"], 0, /no|No/],
  ["a finding", ["check"], 1, /RWS017[^]*hits\.js:2:5/],
  ["a diff", ["migrate"], 0, /\+const hits = defineRwState\("[^"]*hits\.js#hits"/],
  ["wrong arguments", ["chekc"], 2, /unrecognized subcommand/],
])("%s", (_, words, code, output) => {
  const { status, stdout, stderr } = run(...words);
  expect(`${stdout}${stderr}`).toMatch(output);
  expect(status).toBe(code);
});
