// `node bench/client.mjs [--vite 8] [--rounds 3]`: from a save to the page in Chromium, for ten dependencies that are imported one
// after the other by a React component under Fast Refresh; plain Vite and rwstate in turn. Medians, the spread of the rounds'
// medians, their ratio; how often the page was loaded, how many
// errors it had, and how often it had to be reloaded by hand.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { chromiumOptions } from "../playground/harness/chromium.mjs";
import { openLab } from "../playground/harness/lab.mjs";
import { median, spread } from "./shared/figures.mjs";

const { values } = parseArgs({
  options: { vite: { type: "string", default: "8" }, rounds: { type: "string", default: "3" } },
});

/** By name: a hook's use, for packages that have one. */
const late = {
  dayjs: "",
  zustand: "late.useStore(late.createStore(() => 1));",
  mitt: "",
  "react-hook-form": "late.useForm();",
  ufo: "",
  swr: 'const useSWR = late.default;\n  useSWR("key", () => 1);',
  nanostores: "",
  jotai: "late.useAtom(React.useMemo(() => late.atom(1), []));",
  superjson: "",
  valibot: "",
};

/** How long an edit is awaited, in milliseconds. */
const bound = 10_000;

const columns = { ordinary: [], rwstate: [] };
const browser = await chromium.launch(chromiumOptions);
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    const variants = Object.keys(columns);
    // Who is first takes turns: a machine that slows down does so for both.
    for (const variant of round % 2 ? variants.toReversed() : variants) {
      process.stderr.write(`· Vite ${values.vite}, ${variant}, round ${round + 1}\n`);
      columns[variant].push(await measure(variant));
    }
  }
} finally {
  await browser.close();
}
print();

async function measure(variant) {
  const lab = await openLab({ vite: Number(values.vite), app: "client", variant });
  const page = await browser.newPage();
  let [loads, errors, stopped] = [0, 0, 0];
  page.on("framenavigated", () => loads++);
  page.on("pageerror", () => errors++);
  page.on("console", (message) => message.type() === "error" && errors++);
  try {
    await page.goto(`${lab.url}?page=react`);
    await shown(page, "first");
    await lab.call("settled");
    // Vite may load the page once more after its first run.
    await page.waitForTimeout(2000);
    await shown(page, "first");
    loads = 0;
    const times = [];
    for (const [name, hook] of Object.entries(late)) {
      const begin = performance.now();
      await lab.edit("src/react/part.tsx", () => component(name, hook));
      await shown(page, name).catch(async () => {
        // As a person does whose page has stopped.
        stopped++;
        await page.reload();
        await shown(page, name);
      });
      times.push(performance.now() - begin);
      // As a person does who looks at the page.
      await page.waitForTimeout(1000);
    }
    return { times, loads, errors, stopped };
  } finally {
    await page.close();
    await lab.close();
  }
}

function component(name, hook) {
  return `import * as React from "react";
import * as late from "${name}";
export default function Part() {
  ${hook}
  return <p id="part">{late && "${name}"}</p>;
}
`;
}

function shown(page, text) {
  const isThere = (text) => document.querySelector("#part")?.textContent === text;
  return page.waitForFunction(isThere, text, { timeout: bound });
}

function print() {
  const lines = Object.entries(columns).map(([variant, rounds]) => {
    const medians = rounds.map(({ times }) => median(times));
    const all = median(rounds.flatMap(({ times }) => times));
    const count = (what) => rounds.map((it) => it[what]).join(", ");
    const [least, most] = [Math.min(...medians), Math.max(...medians)].map((it) => it.toFixed(0));
    return `${variant}: ${all.toFixed(0)} ms (${least} to ${most}), page loads ${count("loads")}, errors ${count("errors")}, stopped ${count("stopped")}`;
  });
  const [plain, own] = Object.values(columns).map((rounds) =>
    rounds.map(({ times }) => median(times)),
  );
  const ratios = own.map((time, round) => time / plain[round]);
  console.log(`Vite ${values.vite}, from the save to the page, ten late dependencies`);
  console.log(lines.join("\n"));
  console.log(`ratio: ${spread(ratios)}`);
}
