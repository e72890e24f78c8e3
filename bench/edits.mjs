// `cargo xtask bench edits`: what a person waits for, with rwstate and with plain Vite, the two in turn in each round: a server's cold
// start and first response, saves without and with a new import, alone, beside six loops of requests, and beside four busy processes; a
// warm start, memory. It judges nothing and prints ratios to plain Vite: the median of the rounds, and the spread.
//
// `--modules N` adds so many modules to the app, as most have. `--discoveries N` has N late dependencies imported instead: what each costs, in
// groups of ten, and the memory after them. `--idle N` has N requests to each of two servers beside each other instead, while nothing changes: one
// process and the next differ by more than what there is to see. `--record` writes the figures into docs/benchmarks.md, too.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installFramework, openLab, serveLab } from "../playground/harness/lab.mjs";
import { lateRwsdkPackages, openRwsdkLab } from "../playground/harness/rwsdk.mjs";
import { addTraffic } from "../playground/harness/traffic.mjs";
import { median, spread } from "./shared/figures.mjs";
import { record } from "./shared/record.mjs";

const { values } = parseArgs({
  options: {
    vite: { type: "string" },
    runtime: { type: "string" },
    app: { type: "string", default: "playground" },
    rounds: { type: "string", default: "5" },
    edits: { type: "string", default: "8" },
    modules: { type: "string", default: "0" },
    discoveries: { type: "string" },
    idle: { type: "string" },
    record: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const edits = Number(values.edits);
// Miniflare would ask the network for an example of `request.cf`.
const env = { CLOUDFLARE_CF_FETCH_ENABLED: "false" };
const variants = ["ordinary", "rwstate"];
/** What is in each save, whatever a server does: the watcher's report, and a request. */
const unseen = "a save that changes no module";

/** How each app is opened, asked and served once more; the packages that it imports late. */
const apps = {
  playground: {
    cells: ["6", "7", "8"].flatMap((vite) =>
      ["node", "workerd"].map((runtime) => ({ vite, runtime })),
    ),
    open: ({ vite, runtime }, variant) =>
      openLab({
        vite: Number(vite),
        app: runtime === "workerd" ? "worker" : runtime,
        env,
        variant,
        prepare: async (root) => {
          await installFramework(root, Number(vite));
          await addTraffic(root);
          await addParts(root, values.discoveries ? Number(values.discoveries) : 0);
          await addModules(root, Number(values.modules));
        },
      }),
    serve: (root, variant) => serveLab(root, { env, variant }),
    path: "/",
    late: [
      "zustand",
      "react-hook-form",
      "jotai/vanilla",
      "valtio/vanilla",
      "react-dom",
      "mitt",
      "hono",
      "valibot",
      "superjson",
      "dayjs",
    ],
    barrel: "lodash-es",
  },
  rwsdk: {
    cells: [{ vite: "8", runtime: "workerd" }],
    open: (_, variant) => openRwsdkLab({ env, variant }),
    path: "/report",
    late: lateRwsdkPackages,
  },
};
const app = apps[values.app];
if (!app) throw new Error(`--app ${values.app}: there are ${Object.keys(apps).join(", ")}`);

for (const cell of app.cells) {
  const isWanted =
    [undefined, cell.vite].includes(values.vite) &&
    [undefined, cell.runtime].includes(values.runtime);
  if (!isWanted) continue;
  const compared = await compare(cell);
  const text = render(cell, compared);
  console.log(`\n${text}`);
  if (values.record) await record(nameOf(cell), text);
}

function compare(cell) {
  const { discoveries: many, idle: requests } = values;
  if (requests) return besideEachOther(cell, Number(requests));
  if (many) return alternate(cell, (variant) => discoveries(cell, variant, Number(many)));
  return alternate(cell, (variant) => measure(cell, variant));
}

/** What docs/benchmarks.md has the figures under. */
function nameOf({ vite, runtime }) {
  const { app, modules, discoveries, idle } = values;
  const name = `edits ${app} ${vite} ${runtime}`;
  if (idle) return `${name} idle`;
  if (discoveries) return `${name} discoveries ${discoveries}`;
  return modules === "0" ? name : `${name} modules ${modules}`;
}

/** Measures the two variants in turn. */
async function alternate(cell, measure) {
  const measured = { ordinary: [], rwstate: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 ? variants.toReversed() : variants;
    for (const variant of order) {
      process.stderr.write(
        `· Vite ${cell.vite}, ${cell.runtime}: ${variant}, round ${round + 1}\n`,
      );
      measured[variant].push(await measure(variant));
    }
  }
  return measured;
}

/** Requests to two servers in turn while nothing changes. */
async function besideEachOther(cell, requests) {
  const measured = { ordinary: [], rwstate: [] };
  for (let round = 0; round < rounds; round++) {
    const labs = {};
    const times = { ordinary: [], rwstate: [] };
    const counted = { failed: 0 };
    try {
      for (const variant of variants) {
        labs[variant] = await app.open(cell, variant);
        await answer(labs[variant], counted, () => true);
        await labs[variant].call("settled");
      }
      await inTurn(requests, async (index) => {
        for (const variant of index % 2 ? variants.toReversed() : variants) {
          times[variant].push(await timed(() => labs[variant].report(app.path)));
        }
      });
    } finally {
      for (const lab of Object.values(labs)) await lab.close();
    }
    for (const variant of variants) {
      // The first are compiled while they run.
      const request = median(times[variant].slice(requests / 2));
      measured[variant].push({ "a request while nothing changes": request, failed: 0 });
    }
  }
  return measured;
}

function render(cell, measured) {
  const app = `${values.app}${values.modules === "0" ? "" : ` with ${values.modules} more modules`}`;
  const lines = [`${app}, Vite ${cell.vite}, ${cell.runtime}: of plain Vite's, ${rounds} rounds`];
  for (const what of Object.keys(measured.rwstate[0]).filter((what) => what !== "failed")) {
    const pairs = measured.rwstate.map((one, round) => [one[what], measured.ordinary[round][what]]);
    const ratios = pairs.filter(([, plain]) => plain > 0).map(([ours, plain]) => ours / plain);
    if (ratios.length > 0) lines.push(`  ${what.padEnd(44)}${spread(ratios)}`);
  }
  const least = measured.ordinary.flatMap((one) =>
    one[unseen] ? [one[unseen] / one["a save without a new import"]] : [],
  );
  if (least.length > 0) lines.push(`  ${"the least a save can be".padEnd(44)}${spread(least)}`);
  const failed = (variant) => sum(measured[variant].map((one) => one.failed));
  lines.push(`  failed requests: ${failed("rwstate")}, with plain Vite ${failed("ordinary")}`);
  return lines.join("\n");
}

async function measure(cell, variant) {
  const lab = await app.open(cell, variant);
  const counted = { failed: 0 };
  const result = {};
  try {
    result["cold start"] = await lab.call("startedIn");
    result["cold first response"] = await timed(() => answer(lab, counted, () => true));
    await lab.call("settled");
    result["a save without a new import"] = median(
      await inTurn(edits, (index) => save(lab, counted, `save-${index}`)),
    );
    result[unseen] = median(await inTurn(edits, (index) => saveUnseen(lab, counted, index)));
    result["a save with a new import"] = median(
      await inTurn(Math.min(edits, app.late.length), (index) =>
        imported(lab, counted, app.late[index]),
      ),
    );
    // Plain Vite evaluates again what has been imported since, dependencies too.
    result["a save once those are imported"] = median(
      await inTurn(edits, (index) => save(lab, counted, `later-${index}`)),
    );
    const stop = keepAsking(lab, counted);
    result["a save beside six loops of requests"] = median(
      await inTurn(edits, (index) => save(lab, counted, `busy-${index}`)),
    );
    await stop();
    Object.assign(result, await besideBusyProcesses(lab, counted));
    // Vite 7's playground does not have it.
    if (app.barrel && cell.vite !== "7")
      result["a save that imports a barrel"] = await imported(lab, counted, app.barrel);
    const { server, workerd } = await lab.call("memory");
    result["memory of the server"] = server;
    result["memory of workerd"] = workerd;
    if (app.serve) {
      await lab.end();
      const warm = await app.serve(lab.root, variant);
      try {
        result["warm start"] = await warm.call("startedIn");
        result["warm first response"] = await timed(() => answer(warm, counted, () => true));
      } finally {
        await warm.end();
      }
    }
  } finally {
    await lab.close();
  }
  return { ...result, failed: counted.failed };
}

/** What each of many late dependencies costs, in groups of ten, and the memory after all: they import one another, as real ones do. */
async function discoveries(cell, variant, many) {
  const lab = await app.open(cell, variant);
  const counted = { failed: 0 };
  const result = {};
  try {
    await answer(lab, counted, () => true);
    const times = await inTurn(many, (index) => imported(lab, counted, `part-${index}`));
    for (let from = 0; from < many; from += 10) {
      const group = times.slice(from, from + 10);
      result[`late dependencies ${from + 1} to ${from + group.length}`] = median(group);
    }
    const { server, workerd } = await lab.call("memory");
    result["memory of the server"] = server;
    result["memory of workerd"] = workerd;
  } finally {
    await lab.close();
  }
  return { ...result, failed: counted.failed };
}

/** Saves, and the request that waits longest, while four processes need all cores, as builds and tests do. */
async function besideBusyProcesses(lab, counted) {
  const busy = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
  const times = { longest: 0 };
  const stop = keepAsking(lab, counted, times);
  const saves = await inTurn(edits, (index) => save(lab, counted, `contended-${index}`));
  await stop();
  for (const one of busy) one.kill();
  await Promise.all(busy.map((one) => once(one, "exit")));
  return {
    "a save beside four busy processes, too": median(saves),
    "the longest request beside those": times.longest,
  };
}

/** A save of the module that everything late is imported by; the right response shows it. */
async function save(lab, counted, mark) {
  await quiet();
  return timed(async () => {
    await lab.edit("src/late.ts", (text) => `${text}late["${mark}"] = {};\n`);
    await answer(lab, counted, ({ late }) => late.includes(mark));
  });
}

/** A save of a file that nothing imports. */
async function saveUnseen(lab, counted, index) {
  if (index === 0) await writeFile(join(lab.root, "src/unseen.ts"), "");
  await quiet();
  return timed(async () => {
    await lab.edit("src/unseen.ts", () => `export const unseen = ${index};\n`);
    await answer(lab, counted, () => true);
  });
}

async function imported(lab, counted, name) {
  await quiet();
  return timed(async () => {
    await lab.importLate(name);
    await answer(lab, counted, ({ late }) => late.includes(name));
  });
}

/** A lab waits until the watcher sees another change, 60 ms after the last: that is not to be in what is measured. */
function quiet() {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

/** Asks until an answer is right, as a person reloads a page. */
async function answer(lab, counted, isRight) {
  for (const since = performance.now(); performance.now() - since < 60_000;) {
    const report = await lab.report(app.path).catch(() => void counted.failed++);
    if (report && isRight(report)) return;
  }
  throw new Error("no right answer");
}

/** Six loops of requests, as pages and tests that are open beside the editor; returns what ends them. */
function keepAsking(lab, counted, times = { longest: 0 }) {
  let isAsking = true;
  const ask = () => lab.report(app.path).catch(() => void counted.failed++);
  const loop = async () => {
    while (isAsking) times.longest = Math.max(times.longest, await timed(ask));
  };
  const loops = Array.from({ length: 6 }, loop);
  return () => {
    isAsking = false;
    return Promise.all(loops);
  };
}

async function timed(run) {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

async function inTurn(many, run) {
  const times = [];
  for (let index = 0; index < many; index++) times.push(await run(index));
  return times;
}

async function addParts(root, many) {
  for (let index = 0; index < many; index++) {
    const folder = join(root, "node_modules", `part-${index}`);
    const exports = { ".": "./index.js", "./inner": "./inner.js" };
    const manifest = { name: `part-${index}`, version: "1.0.0", type: "module", exports };
    const before = index > 0 ? `export { inner as before } from "part-${index - 1}/inner";\n` : "";
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await writeFile(join(folder, "inner.js"), `export const inner = ${index};\n`);
    await writeFile(join(folder, "index.js"), `${before}export { inner } from "./inner.js";\n`);
  }
}

/** Modules of an app, each with some state, that the entry imports through one another. */
async function addModules(root, many) {
  if (many === 0) return;
  await mkdir(join(root, "src/many"));
  for (let index = 0; index < many; index++) {
    const next = [2 * index + 1, 2 * index + 2].filter((child) => child < many);
    const imports = next.map(
      (child) => `import { total as total${child} } from "./part-${child}";`,
    );
    const sum = ["cache.size", ...next.map((child) => `total${child}()`)].join(" + ");
    await writeFile(
      join(root, `src/many/part-${index}.ts`),
      `${imports.join("\n")}
const cache = new Map<string, number>([["part", ${index}]]);
export class Part { constructor(readonly name: string) {} read(): number | undefined { return cache.get(this.name); } }
export const total = (): number => ${sum};
`,
    );
  }
  const entry = join(root, "src/entry.ts");
  await writeFile(entry, `import "./many/part-0";\n${await readFile(entry, "utf8")}`);
}

function sum(list) {
  return list.reduce((total, one) => total + one, 0);
}
