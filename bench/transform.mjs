// The part of `cargo xtask bench transform` that is JavaScript: what a module without state costs through the addon. It takes a list
// of files, one a line, and prints one JSON document. The first pass warms up.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const [list, rounds = "5"] = process.argv.slice(2);
const files = [];
for (const path of (await readFile(list, "utf8")).split("\n").filter(Boolean)) {
  files.push({ path, source: await readFile(path, "utf8") });
}

const addon = `../packages/rwstate/native/rwstate.${process.platform}-${process.arch}.node`;
const { Plan, Rewriter } = createRequire(import.meta.url)(addon);
const state = new URL("../packages/rwstate/dist/runtime/state.mjs", import.meta.url);
const rewriter = new Rewriter(new Plan({}, state.pathname, await readFile(state, "utf8")));
const groups = {
  all: files,
  "10 KB and more": files.filter(({ source }) => source.length >= 10_240),
};
const results = [];
for (const [name, group] of Object.entries(groups)) {
  const bytes = group.reduce((sum, { source }) => sum + source.length, 0);
  const micros = [];
  let parsed = 0;
  for (let round = -1; round < Number(rounds); round++) {
    parsed = 0;
    const begin = performance.now();
    for (const { path, source } of group) parsed += rewrite(path, source);
    const took = performance.now() - begin;
    if (round >= 0) micros.push((took * 1000) / (bytes / 10_240));
  }
  results.push({ name, files: group.length, bytes, parsed, micros_per_10_kb: micros });
}
process.stdout.write(JSON.stringify({ groups: results }));

/** The hook's two calls, as the plugin makes them. Returns how many modules were parsed: one or none. */
function rewrite(path, source) {
  const file = rewriter.candidate(path, source, false);
  if (file === null) return 0;
  rewriter.rewrite({ name: "app", version: "1.0.0", folder: "/app", file, root: "/app" }, source);
  return 1;
}
