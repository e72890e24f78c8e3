// `cargo xtask bench installed -- [--vite 8] [--runtime node] [--rounds 3]`: what `scan: { installed }` costs and saves, in a
// project that depends on 23 packages and imports one. Medians of servers with an empty cache, and of the same with a full one.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { copyApp, latePackages, serveLab } from "../playground/harness/lab.mjs";

const { values: given } = parseArgs({
  options: {
    vite: { type: "string", default: "8" },
    runtime: { type: "string", default: "node" },
    rounds: { type: "string", default: "3" },
  },
});
const app = given.runtime === "node" ? "node" : "worker";
const environment = given.runtime === "node" ? "ssr" : "worker";
/** Longer than a server must be idle, and than it bundles then. */
const rest = 8_000;

const packages = [...new Set(latePackages.map((name) => name.split("/")[0]))];
const names = [
  "first response, ms",
  "longest of the next, ms",
  "runs of the optimizer",
  "a new import, ms",
];
const rows = Object.fromEntries(names.map((name) => [name, {}]));
const modes = [false, "idle", "start"];
for (let round = 0; round < Number(given.rounds); round++) {
  // Every other round in the other order, as the machine may warm up.
  for (const installed of round % 2 ? modes.toReversed() : modes) await measure(installed);
}
print();

async function measure(installed) {
  const root = await copyApp(Number(given.vite), app);
  const file = join(root, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  for (const name of packages) manifest.dependencies[name] = "*";
  await writeFile(file, JSON.stringify(manifest));
  for (const cache of ["cold", "warm"]) {
    const lab = await serveLab(root, { plugin: { scan: { installed } } });
    const note = (row, value) => (rows[row][`${cache} ${installed}`] ??= []).push(value);
    note("first response, ms", await timed(() => lab.report()));
    note("longest of the next, ms", await longest(lab));
    note("runs of the optimizer", (await lab.call("runs"))[environment]);
    if (cache === "cold") {
      await lab.end();
      continue;
    }
    const importOne = () => lab.importLate("superjson").then(() => lab.report());
    note("a new import, ms", await timed(importOne));
    await lab.close();
  }
}

/** Asks as a page does that is loaded, and then after pauses in which the server is idle: the worst time to ask again. */
async function longest(lab) {
  const begin = performance.now();
  const passed = () => performance.now() - begin;
  let most = 0;
  while (passed() < rest) {
    most = Math.max(most, await timed(() => lab.report()));
    await new Promise((resolve) => setTimeout(resolve, passed() < 1_000 ? 50 : 3_200));
  }
  return most;
}

async function timed(act) {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
}

function print() {
  const columns = ["cold", "warm"].flatMap((cache) => modes.map((mode) => `${cache} ${mode}`));
  console.log(
    `Vite ${given.vite}, ${given.runtime}, ${packages.length} packages, ${given.rounds} rounds`,
  );
  console.log(["".padEnd(26), ...columns.map((column) => column.padStart(11))].join(""));
  for (const [row, values] of Object.entries(rows)) {
    const cells = columns.map((column) => {
      const sorted = values[column]?.toSorted((a, b) => a - b);
      return (sorted ? String(Math.round(sorted[sorted.length >> 1])) : "").padStart(11);
    });
    console.log([row.padEnd(26), ...cells].join(""));
  }
}
