// `cargo xtask bench recover`: requests while dependencies re-optimize, in plain Vite, with rwstate's state alone
// (`gate: false`) and with its gate, for each cell asked for, in alternating rounds; then what an idle request costs. It judges
// nothing: it prints one JSON document, which xtask renders.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installFramework, openLab } from "../playground/harness/lab.mjs";
import { lateRwsdkPackages, openRwsdkLab } from "../playground/harness/rwsdk.mjs";
import { addTraffic, Traffic } from "../playground/harness/traffic.mjs";

const { values } = parseArgs({
  options: {
    vite: { type: "string" },
    runtime: { type: "string" },
    app: { type: "string", default: "playground" },
    edits: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    idle: { type: "string", default: "2000" },
  },
});
const edits = Number(values.edits);
const rounds = Number(values.rounds);
const idleRequests = Number(values.idle);
/** Each of the three servers has the gate as often. */
const idleRounds = 9;
// Miniflare would ask the network for an example of `request.cf`.
const env = { CLOUDFLARE_CF_FETCH_ENABLED: "false" };

const variants = {
  "plain Vite": { variant: "ordinary" },
  "gate: false": { variant: "rwstate", plugin: { gate: false } },
  rwstate: { variant: "rwstate" },
};

const apps = {
  /** The playground's app, with the routes for load. */
  playground: {
    cells: ["6", "7", "8"].flatMap((vite) =>
      ["node", "workerd"].map((runtime) => ({ vite, runtime })),
    ),
    open: ({ vite, runtime }, variant) =>
      openLab({
        vite: Number(vite),
        app: runtime === "workerd" ? "worker" : runtime,
        env,
        prepare: async (root) => {
          await installFramework(root, Number(vite));
          await addTraffic(root);
          await addPairs(root);
        },
        ...variant,
      }),
    path: "/",
    load: (lab) => new Traffic(lab).start(),
    late: Array.from({ length: edits }, (_, index) => `part-${index}`),
  },
  /** A RedwoodSDK app: its reports and its page. */
  rwsdk: {
    cells: [{ vite: "8", runtime: "workerd" }],
    open: (_, variant) => openRwsdkLab({ env, ...variant }),
    path: "/report",
    load: (lab) => new Traffic(lab, "/", "rwsdk").startRwsdk(),
    late: lateRwsdkPackages,
  },
};

const app = apps[values.app];
if (!app) throw new Error(`--app ${values.app}: there are ${Object.keys(apps).join(", ")}`);
const cells = app.cells.filter(
  ({ vite, runtime }) =>
    [undefined, vite].includes(values.vite) && [undefined, runtime].includes(values.runtime),
);
const results = [];
for (const cell of cells) {
  const columns = await inTurn(cell);
  process.stderr.write(`· Vite ${cell.vite}, ${cell.runtime}: idle\n`);
  results.push({ ...cell, columns, idle: await idle(cell) });
}
process.stdout.write(JSON.stringify({ app: values.app, edits, cells: results }));

/**
 * Measures each variant once in each round, who is first in turn: a machine that slows down does so for all. One server runs at
 * a time, and its load never pauses: rwstate leaves some work for a pause, which is not to fall into another's time.
 */
async function inTurn(cell) {
  const columns = Object.keys(variants).map((name) => ({ name, rounds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < columns.length; turn++) {
      const column = columns[(round + turn) % columns.length];
      const where = `Vite ${cell.vite}, ${cell.runtime}: ${column.name}`;
      process.stderr.write(`· ${where}, round ${round + 1} of ${rounds}\n`);
      column.rounds.push(await measure(cell, variants[column.name]));
    }
  }
  return columns;
}

async function measure(cell, variant) {
  const lab = await app.open(cell, variant);
  try {
    await lab.settledReport(app.path);
    const traffic = app.load(lab);
    const made = [];
    for (const name of app.late.slice(0, edits)) {
      const reloads = await lab.call("reloads");
      const begin = traffic.now();
      await lab.importLate(name);
      let answers = 0;
      for (;;) {
        const report = await lab.report(app.path).catch(() => undefined);
        answers++;
        if (report?.late.includes(name)) break;
        if (answers === 2000) throw new Error(`no right answer after the import of ${name}`);
      }
      const end = traffic.now();
      made.push({ name, begin, end, reloaded: (await lab.call("reloads")) > reloads });
    }
    await traffic.stop();
    return {
      edits: made,
      requests: traffic.requests.map(({ begin, end, failure }) => ({
        begin,
        end,
        failure: failure?.kind,
      })),
      posts: traffic.wrongPosts,
      memory: await lab.call("memory"),
    };
  } finally {
    await lab.close();
  }
}

/**
 * What the gate adds to a request while nothing happens: in each round three servers that nobody else asks, a request to each in
 * turn, one of them with the gate. A round gives the ratio of the medians. Two servers of one kind differ too, by chance; how
 * much the other two tell.
 */
async function idle(cell) {
  const [ratios, noise] = [[], []];
  for (let round = 0; round < idleRounds; round++) {
    // Who starts first, and who is asked first, must not matter.
    const names = ["gate: false", "gate: false", "gate: false"];
    const gated = round % names.length;
    names[gated] = "rwstate";
    const times = await askInTurn(cell, names);
    const [one, other] = times.filter((_, index) => index !== gated);
    ratios.push(times[gated] / Math.sqrt(one * other));
    noise.push(round % 2 ? one / other : other / one);
  }
  return { requests: idleRequests, ratios, noise };
}

/** The median time of a request to each of some servers. */
async function askInTurn(cell, names) {
  const labs = [];
  const times = names.map(() => []);
  try {
    for (const name of names) labs.push(await app.open(cell, variants[name]));
    const warmUp = 200;
    for (let request = 0; request < warmUp + idleRequests / idleRounds; request++) {
      for (let turn = 0; turn < labs.length; turn++) {
        // Each server comes as often after each other one, which may still be busy with its last request.
        const index = (request + (request % 2 ? turn : labs.length - turn)) % labs.length;
        const begin = performance.now();
        await (await labs[index].fetch(app.path)).text();
        if (request >= warmUp) times[index].push(performance.now() - begin);
      }
    }
  } finally {
    for (const lab of labs) await lab.close();
  }
  return times.map(median);
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/**
 * Packages that make every edit a real reload. The app imports all pairs from the start, and each edit imports what one of
 * them is made of: that moves into a chunk of its own, so the pair's output changes, whatever the Vite.
 */
async function addPairs(root) {
  const imports = [];
  for (let index = 0; index < edits; index++) {
    await addPackage(root, `part-${index}`, `export const part = { index: ${index} };\n`);
    const pair = `import { part } from "part-${index}";\nexport const pair = () => part;\n`;
    await addPackage(root, `pair-${index}`, pair);
    imports.push(`import * as p${index} from "pair-${index}";`);
  }
  const pairs = imports.map((_, index) => `late["pair-${index}"] = p${index};`);
  const file = join(root, "src/late.ts");
  const text = await readFile(file, "utf8");
  await writeFile(file, `${imports.join("\n")}\n${text}${pairs.join("\n")}\n`);
}

async function addPackage(root, name, code) {
  const folder = join(root, "node_modules", name);
  const manifest = { name, version: "1.0.0", type: "module", exports: "./index.js" };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "index.js"), code);
}
