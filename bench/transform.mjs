// `cargo xtask bench transform`: whether the analysis and the rewrite hold for every file of a real `node_modules`, and what they cost
// beside oxc's own work, through the addon and in the `rwstate` binary. Each figure is a ratio of two sides that were measured in
// turn, in one run. The arguments are the folder, the binary and `--rounds N`.
import { execFileSync, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { sample } from "./shared/figures.mjs";
import { render } from "./shared/transform-table.mjs";

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "7" } },
  allowPositionals: true,
});
const [modules, binary] = positionals;
const rounds = Number(values.rounds);

const checked = step("check every file", () => stages("check"));
const measured = {
  checked: { ...checked, stateless: undefined },
  stages: step("time the stages", () => stages("time", String(rounds))),
  addon: await step("time the addon", () => addon(sample(checked.stateless, 2000))),
  cli: await step("time rwstate check", cli),
};
console.log(`\n${render(measured)}`);
const file = new URL("../target/bench/transform.json", import.meta.url);
await writeFile(file, JSON.stringify(measured));
console.log("\ntarget/bench/transform.json");
if (checked.findings.length > 0) {
  console.error(`${checked.findings.length} of the files are not as they should be`);
  process.exitCode = 1;
}

function step(name, work) {
  process.stderr.write(`· ${name}\n`);
  return work();
}

/** The crate's benchmark, in one of its modes: it prints one JSON document. */
function stages(mode, ...words) {
  const bench = ["bench", "--quiet", "--package", "rwstate_transform", "--bench", "stages", "--"];
  const options = { maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "inherit"] };
  return JSON.parse(
    execFileSync(process.env.CARGO ?? "cargo", [...bench, mode, modules, ...words], options),
  );
}

/** What modules without state cost through the addon. The first pass warms up. */
async function addon(paths) {
  const files = [];
  for (const path of paths) files.push({ path, source: await readFile(path, "utf8") });
  const name = `../packages/rwstate/native/rwstate.${process.platform}-${process.arch}.node`;
  const { Plan, Rewriter } = createRequire(import.meta.url)(name);
  const state = new URL("../packages/rwstate/dist/runtime/state.mjs", import.meta.url);
  const rewriter = new Rewriter(new Plan({}, state.pathname, await readFile(state, "utf8")));
  const { words } = rewriter;
  const groups = {
    all: files,
    "10 KB and more": files.filter(({ source }) => source.length >= 10_240),
  };
  return {
    groups: Object.entries(groups).map(([name, group]) => {
      const bytes = group.reduce((sum, { source }) => sum + source.length, 0);
      const microsPer10Kb = [];
      let parsed = 0;
      for (let round = -1; round < rounds; round++) {
        parsed = 0;
        const begin = performance.now();
        for (const { path, source } of group) parsed += rewrite(rewriter, words, path, source);
        const took = performance.now() - begin;
        if (round >= 0) microsPer10Kb.push((took * 1000) / (bytes / 10_240));
      }
      return { name, files: group.length, bytes, parsed, microsPer10Kb };
    }),
  };
}

/** The hook's search and its two calls, as the plugin makes them. Returns how many modules were parsed: one or none. */
function rewrite(rewriter, words, path, source) {
  const isCandidate = words.some((word) => source.includes(word));
  const file = isCandidate ? rewriter.candidate(path, false) : null;
  if (file === null) return 0;
  const folder = "/app";
  const module = { name: "app", version: "1.0.0", folder, file, root: folder, rootName: "app" };
  const rewritten = rewriter.rewrite(module, source);
  // What the plugin reads of it: a getter copies its text out of the addon.
  void [rewritten?.warnings, rewritten?.entries, rewritten?.lost, rewritten?.code, rewritten?.map];
  return 1;
}

/** `rwstate check` over the same files: the time on one thread to that on two, and the most memory that two held. */
async function cli() {
  const measured = { ratios: [], memory: 0 };
  await check(2);
  for (let round = 0; round < rounds; round++) {
    const runs = {};
    for (const threads of round % 2 ? [2, 1] : [1, 2]) runs[threads] = await check(threads);
    measured.ratios.push(runs[1].took / runs[2].took);
    measured.memory = Math.max(measured.memory, runs[2].memory);
  }
  return measured;
}

/** Looks every 5 ms at the most memory that the process ever held by Linux: a late look loses little. */
async function check(threads) {
  const begin = performance.now();
  const child = spawn(binary, ["check", modules, "--threads", threads], { stdio: "ignore" });
  let memory = 0;
  const looks = setInterval(() => (memory = Math.max(memory, highWater(child.pid))), 5);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject).once("exit", resolve);
  }).finally(() => clearInterval(looks));
  // 1 is for state that was found.
  if (code !== 0 && code !== 1) throw new Error(`rwstate check ended with ${code}`);
  return { took: performance.now() - begin, memory };
}

/** 0 where a process has ended, or the system does not know. */
function highWater(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return 1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
