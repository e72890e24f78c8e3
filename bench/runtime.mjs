// `cargo xtask bench runtime -- [SERVERS]`: what a hit costs against a bare `Map.get`, and what the plugin adds to a server's start.
import { performance } from "node:perf_hooks";
import { installFramework, openLab } from "../playground/harness/lab.mjs";
import { readFile } from "node:fs/promises";
import { spread } from "./shared/figures.mjs";

const rounds = 15;
const servers = Number(process.argv[2] ?? 5);
const calls = 2_000_000;

console.log("a hit, ratio to a bare Map.get (median, spread; both in one run, alternating)");
const text = await readFile(
  new URL("../packages/rwstate/dist/runtime/state.mjs", import.meta.url),
  "utf8",
);
const served = text.replace("const scope = null;", 'const scope = "1/bench";');
const state = await import(`data:text/javascript,${encodeURIComponent(served)}`);
const initializer = () => 1;
const map = new Map();
const keys = Array.from({ length: 64 }, (_, index) => `key-${index}`);
for (const key of keys) {
  map.set(key, index(key));
  state.defineRwState(key, () => index(key));
}
const candidates = {
  "Map.get": () => run((key) => map.get(key)),
  getRwState: () => run((key) => state.getRwState(key)),
  defineRwState: () => run((key) => state.defineRwState(key, initializer)),
};
const times = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
for (let round = -2; round < rounds; round++) {
  for (const [name, candidate] of Object.entries(candidates)) {
    const took = candidate();
    if (round >= 0) times[name].push(took);
  }
}
for (const name of ["getRwState", "defineRwState"]) {
  print(
    name,
    times[name].map((time, round) => time / times["Map.get"][round]),
  );
}

console.log(
  `\na dev server without caches, ratio with the plugin to without (${servers} alternating runs)`,
);
for (const app of ["node", "worker"]) {
  const ratios = { start: [], "first response": [] };
  for (let round = 0; round < servers; round++) {
    const order = round % 2 ? ["rwstate", "ordinary"] : ["ordinary", "rwstate"];
    const measured = {};
    for (const variant of order) measured[variant] = await start(app, variant);
    for (const what of Object.keys(ratios))
      ratios[what].push(measured.rwstate[what] / measured.ordinary[what]);
  }
  for (const [what, list] of Object.entries(ratios)) print(`${app}, Vite 8: ${what}`, list);
}

function index(key) {
  return Number(key.slice(4));
}

function run(read) {
  let sum = 0;
  const begin = performance.now();
  for (let call = 0; call < calls; call++) sum += read(keys[call & 63]);
  const took = performance.now() - begin;
  if (sum === 0) throw new Error("nothing was read");
  return took;
}

/** The same files in both variants; copying them and starting the process are no part of the start. */
async function start(app, variant) {
  const prepare = (root) => installFramework(root, 8);
  const lab = await openLab({ vite: 8, app, variant, prepare });
  const started = performance.now();
  const response = await lab.fetch("/?id=bench");
  await response.text();
  const answered = performance.now();
  const start = await lab.call("startedIn");
  await lab.close();
  if (!response.ok) throw new Error(`${app}, ${variant}: answered ${response.status}`);
  return { start, "first response": answered - started };
}

function print(name, ratios) {
  console.log(`  ${name}: ${spread(ratios)}`);
}
