// `cargo xtask frameworks [NAME]`: small apps of frameworks are edited under load, with rwstate and with plain Vite in turn, and one table shows
// what requests have met. `--record` writes it into docs/compatibility.md; rows of other apps stay there as they are.
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { frameworkOf, frameworks } from "../../playground/harness/frameworks.mjs";
import { place, recorded } from "../shared/record.mjs";
import { measure } from "./measure.mjs";
import { merged, row, rowsIn, table } from "./table.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    record: { type: "boolean", default: false },
  },
});
const page = new URL("../../docs/compatibility.md", import.meta.url);
const details = new URL("../../target/frameworks/", import.meta.url);
const variants = ["ordinary", "rwstate"];

const rows = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(frameworks)) {
  const { title } = frameworkOf(name);
  const runs = await alternate(name);
  await mkdir(details, { recursive: true });
  await writeFile(new URL(`${name}.json`, details), JSON.stringify(runs, null, 2));
  rows.push(row(title, runs));
  if (values.record) await record(rows.at(-1));
}
console.log(`\n${table(rows)}`);

/** Measures the two variants in turn. */
async function alternate(name) {
  const runs = { ordinary: [], rwstate: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    // Which is first takes turns: a machine that slows down does so for both.
    for (const variant of round % 2 ? variants.toReversed() : variants) {
      process.stderr.write(`· ${name}: ${variant}, round ${round + 1}\n`);
      runs[variant].push(await measure(name, variant));
    }
  }
  return runs;
}

async function record(row) {
  const titles = Object.values(frameworks).map(({ title }) => title);
  const before = rowsIn(await recorded(page, "frameworks"));
  await place(page, "frameworks", table(merged(before, [row], titles)));
}
