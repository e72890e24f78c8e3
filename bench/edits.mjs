// `cargo xtask bench edits`: what a person waits for, with rwstate and with plain Vite. Each round opens both servers, and does each act with one and
// then the other, as one process differs from the next by more than what there is to see: a cold start and its first response, saves
// without and with a new import, alone, beside six loops of requests, and beside four busy processes; warm starts, memory. It judges nothing and
// prints ratios to plain Vite: the median of the rounds, and the spread.
//
// `--modules N` adds so many modules to the app, as most have. `--discoveries N` has N late dependencies imported instead: what each costs, in
// groups of ten, and the memory after them. `--idle N` has N requests instead, while nothing changes. `--record` writes the figures into
// docs/benchmarks.md, too.
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
  const text = render(cell, await compare(cell));
  console.log(`\n${text}`);
  if (values.record) await record(nameOf(cell), text);
}

/** What docs/benchmarks.md has the figures under. */
function nameOf({ vite, runtime }) {
  const { app, modules, discoveries, idle } = values;
  const name = `edits ${app} ${vite} ${runtime}`;
  if (idle) return `${name} idle`;
  if (discoveries) return `${name} discoveries ${discoveries}`;
  return modules === "0" ? name : `${name} modules ${modules}`;
}

/**
 * One of the two servers in a round, with its figures by their names, of times the milliseconds.
 *
 * @typedef {{ variant: string; lab?: import("../playground/harness/lab.mjs").Lab; figures: Record<string, number>; failed: number }} Side
 */

/** Measures both servers beside each other; returns the sides of the rounds by their variants. */
async function compare(cell) {
  const measured = { ordinary: [], rwstate: [] };
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`· Vite ${cell.vite}, ${cell.runtime}, round ${round + 1}\n`);
    const order = round % 2 ? variants.toReversed() : variants;
    const sides = order.map((variant) => ({ variant, figures: {}, failed: 0 }));
    try {
      await begin(cell, sides);
      if (values.idle) await requests(sides, Number(values.idle));
      else if (values.discoveries) await discoveries(sides, Number(values.discoveries));
      else await measure(cell, sides);
    } finally {
      for (const { lab } of sides) await lab?.close();
    }
    for (const side of sides) measured[side.variant].push(side);
  }
  return measured;
}

/**
 * Does the same with both servers, in turn. Each gets a figure: what `act` returns at most often, the median.
 *
 * @param {Side[]} sides
 * @param {string} what
 * @param {number} many
 * @param {(side: Side, index: number) => Promise<number>} act
 * @returns {Promise<Map<Side, number[]>>} all that it has returned
 */
async function inTurn(sides, what, many, act) {
  const all = new Map(sides.map((side) => [side, []]));
  for (let index = 0; index < many; index++) {
    for (const side of index % 2 ? sides.toReversed() : sides)
      all.get(side).push(await act(side, index));
  }
  for (const [side, times] of all) side.figures[what] = median(times);
  return all;
}

function render(cell, measured) {
  const app = `${values.app}${values.modules === "0" ? "" : ` with ${values.modules} more modules`}`;
  const lines = [`${app}, Vite ${cell.vite}, ${cell.runtime}: of plain Vite's, ${rounds} rounds`];
  for (const what of Object.keys(measured.rwstate[0].figures)) {
    const pairs = measured.rwstate.map(({ figures }, round) => [
      figures[what],
      measured.ordinary[round].figures[what],
    ]);
    const ratios = pairs.filter(([, plain]) => plain > 0).map(([ours, plain]) => ours / plain);
    if (ratios.length > 0) lines.push(`  ${what.padEnd(44)}${spread(ratios)}`);
  }
  const least = measured.ordinary.flatMap(({ figures }) =>
    figures[unseen] ? [figures[unseen] / figures["a save without a new import"]] : [],
  );
  if (least.length > 0) lines.push(`  ${"the least a save can be".padEnd(44)}${spread(least)}`);
  const failed = (variant) => sum(measured[variant].map((one) => one.failed));
  lines.push(`  failed requests: ${failed("rwstate")}, with plain Vite ${failed("ordinary")}`);
  return lines.join("\n");
}

/** Starts both servers, and waits until they have nothing left to do. */
async function begin(cell, sides) {
  const first = new Map();
  await inTurn(sides, "cold start", 1, async (side) => {
    side.lab = await app.open(cell, side.variant);
    first.set(side, await timed(() => answer(side, () => true)));
    return side.lab.call("startedIn");
  });
  for (const [side, time] of first) side.figures["cold first response"] = time;
  for (const { lab } of sides) await lab.call("settled");
}

async function measure({ vite }, sides) {
  await inTurn(sides, "a save without a new import", edits, (side, index) =>
    save(side, `save-${index}`),
  );
  await inTurn(sides, unseen, edits, saveUnseen);
  const imports = Math.min(edits, app.late.length);
  await inTurn(sides, "a save with a new import", imports, (side, index) =>
    imported(side, app.late[index]),
  );
  // Plain Vite evaluates again what has been imported since, dependencies too.
  await inTurn(sides, "a save once those are imported", edits, (side, index) =>
    save(side, `later-${index}`),
  );
  await inTurn(sides, "a save beside six loops of requests", edits, (side, index) =>
    besideLoops(side, () => save(side, `busy-${index}`)),
  );
  await besideBusyProcesses(sides);
  // Vite 7's playground does not have it.
  if (app.barrel && vite !== "7")
    await inTurn(sides, "a save that imports a barrel", 1, (side) => imported(side, app.barrel));
  await memory(sides);
  if (app.serve) await warmStarts(sides);
}

/** Requests while nothing changes. */
async function requests(sides, many) {
  const what = "a request while nothing changes";
  const all = await inTurn(sides, what, many, ({ lab }) => timed(() => lab.report(app.path)));
  // Without those of the start. The first requests are compiled while they run.
  for (const [side, times] of all) side.figures = { [what]: median(times.slice(many / 2)) };
}

/** What each of many late dependencies costs, in groups of ten, and the memory after all: they import one another, as real ones do. */
async function discoveries(sides, many) {
  // Without those of the start.
  for (const side of sides) side.figures = {};
  for (let from = 0; from < many; from += 10) {
    const group = Math.min(10, many - from);
    await inTurn(sides, `late dependencies ${from + 1} to ${from + group}`, group, (side, index) =>
      imported(side, `part-${from + index}`),
    );
  }
  await memory(sides);
}

async function memory(sides) {
  for (const { lab, figures } of sides) {
    const { server, workerd } = await lab.call("memory");
    figures["memory of the server"] = server;
    figures["memory of workerd"] = workerd;
  }
}

/** Starts both servers again, with what is on disk now. */
async function warmStarts(sides) {
  for (const { lab } of sides) await lab.end();
  const first = new Map(sides.map((side) => [side, []]));
  await inTurn(sides, "warm start", 3, async (side) => {
    side.lab = await app.serve(side.lab.root, side.variant);
    first.get(side).push(await timed(() => answer(side, () => true)));
    const start = await side.lab.call("startedIn");
    await side.lab.end();
    return start;
  });
  for (const [side, times] of first) side.figures["warm first response"] = median(times);
}

/** Saves, and the request that waits longest, while four processes need all cores, as builds and tests do. */
async function besideBusyProcesses(sides) {
  const busy = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", "for (;;);"]));
  const longest = new Map(sides.map((side) => [side, { longest: 0 }]));
  await inTurn(sides, "a save beside four busy processes, too", edits, (side, index) =>
    besideLoops(side, () => save(side, `contended-${index}`), longest.get(side)),
  );
  for (const [side, times] of longest)
    side.figures["the longest request beside those"] = times.longest;
  for (const one of busy) one.kill();
  await Promise.all(busy.map((one) => once(one, "exit")));
}

/** A save of the module that everything late is imported by; the right response shows it. */
async function save(side, mark) {
  await quiet();
  return timed(async () => {
    await side.lab.edit("src/late.ts", (text) => `${text}late["${mark}"] = {};\n`);
    await answer(side, ({ late }) => late.includes(mark));
  });
}

/** A save of a file that nothing imports. */
async function saveUnseen(side, index) {
  if (index === 0) await writeFile(join(side.lab.root, "src/unseen.ts"), "");
  await quiet();
  return timed(async () => {
    await side.lab.edit("src/unseen.ts", () => `export const unseen = ${index};\n`);
    await answer(side, () => true);
  });
}

async function imported(side, name) {
  await quiet();
  return timed(async () => {
    await side.lab.importLate(name);
    await answer(side, ({ late }) => late.includes(name));
  });
}

/** A lab waits until the watcher sees another change, 60 ms after the last: that is not to be in what is measured. */
function quiet() {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

/** Asks until an answer is right, as a person reloads a page. */
async function answer(side, isRight) {
  for (const since = performance.now(); performance.now() - since < 60_000;) {
    const report = await side.lab.report(app.path).catch(() => void side.failed++);
    if (report && isRight(report)) return;
  }
  throw new Error("no right answer");
}

/** Runs something beside six loops of requests, as pages and tests that are open beside the editor. */
async function besideLoops(side, run, times = { longest: 0 }) {
  let isAsking = true;
  const ask = () => side.lab.report(app.path).catch(() => void side.failed++);
  const loop = async () => {
    while (isAsking) times.longest = Math.max(times.longest, await timed(ask));
  };
  const loops = Array.from({ length: 6 }, loop);
  try {
    return await run();
  } finally {
    isAsking = false;
    await Promise.all(loops);
  }
}

async function timed(run) {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
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
