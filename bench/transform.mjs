// The part of `cargo xtask bench transform` that is JavaScript: rewriting with Babel, and what a module without state costs through
// the addon. It takes a list of files, one a line, and prints one JSON document. The first pass warms up.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import keepState from "./transform/babel.mjs";

const [stage, list, packages, rounds = "5"] = process.argv.slice(2);
const files = [];
for (const path of (await readFile(list, "utf8")).split("\n").filter(Boolean)) {
  files.push({ path, source: await readFile(path, "utf8") });
}

const stages = { babel, addon };
process.stdout.write(JSON.stringify(await stages[stage]()));

/** One timed pass: its process runs beside that of the rewrite in Rust, in turn. */
function babel() {
  const { transformSync } = createRequire(`${packages}/`)("@babel/core");
  const failed = [];
  let entries = 0;
  const pass = (isTimed) => {
    for (const { path, source } of files) {
      try {
        const { metadata } = transformSync(source, {
          filename: path,
          babelrc: false,
          configFile: false,
          browserslistConfigFile: false,
          sourceType: "unambiguous",
          sourceMaps: true,
          compact: false,
          plugins: [keepState],
          parserOpts: { plugins: /\.[mc]?ts$/.test(path) ? ["typescript"] : ["jsx"] },
        });
        if (isTimed) entries += metadata.entries ?? 0;
      } catch {
        if (!isTimed) failed.push(path);
      }
    }
  };
  pass(false);
  const begin = performance.now();
  pass(true);
  return { files: files.length, entries, failed, seconds: [(performance.now() - begin) / 1000] };
}

/** The hook's two calls, as the plugin makes them, for each level. */
async function addon() {
  const name = `${process.platform}-${process.arch}`;
  const { Plan } = createRequire(import.meta.url)(
    `../packages/rwstate/native/rwstate.${name}.node`,
  );
  const state = new URL("../packages/rwstate/dist/runtime/state.mjs", import.meta.url);
  const text = await readFile(state, "utf8");
  const groups = {
    all: files,
    "10 KB and more": files.filter(({ source }) => source.length >= 10_240),
  };
  const results = [];
  for (const level of ["contexts", "state"]) {
    const plan = new Plan({ preserve: level }, state.pathname, text);
    for (const [size, group] of Object.entries(groups)) {
      const bytes = group.reduce((sum, { source }) => sum + source.length, 0);
      const micros = [];
      let parsed = 0;
      for (let round = -1; round < Number(rounds); round++) {
        parsed = 0;
        const begin = performance.now();
        for (const { path, source } of group) {
          const file = plan.candidate(path, source, false);
          if (file === null) continue;
          parsed++;
          const module = { name: "app", version: "1.0.0", folder: "/app", file, root: "/app" };
          plan.rewrite(module, source);
        }
        const took = performance.now() - begin;
        if (round >= 0) micros.push((took * 1000) / (bytes / 10_240));
      }
      const name = `level ${level}, ${size}`;
      results.push({ name, files: group.length, bytes, parsed, micros_per_10_kb: micros });
    }
  }
  return { groups: results };
}
