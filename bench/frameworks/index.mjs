// `cargo xtask frameworks [NAME]`: small apps of frameworks are edited under load, with rwstate and with plain Vite beside each other, and one
// table shows what requests have met. `--record` writes it into docs/compatibility.md; rows of other apps stay there as they are.
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { frameworkOf, frameworks } from "../../playground/harness/frameworks.mjs";
import { place, recorded } from "../shared/record.mjs";
import { edits } from "./edits.mjs";
import { Session } from "./session.mjs";
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
/** Of apps that did not start. */
const failures = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(frameworks)) {
  const { title } = frameworkOf(name);
  const runs = await measure(name).catch((error) => void failures.push(error));
  if (!runs) continue;
  await mkdir(details, { recursive: true });
  await writeFile(new URL(`${name}.json`, details), JSON.stringify(runs, null, 2));
  rows.push(row(title, runs));
  if (values.record) await record(rows.at(-1));
}
console.log(`\n${table(rows)}`);
if (failures.length > 0) throw new AggregateError(failures, "not all apps have started");

/** Both variants beside each other, in each round. */
async function measure(name) {
  const runs = { ordinary: [], rwstate: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    process.stderr.write(`· ${name}, round ${round + 1}\n`);
    const both = await besideEachOther(name, round);
    for (const variant of variants) runs[variant].push(both[variant]);
  }
  return runs;
}

/** Starts both, and makes each edit in one and then in the other: what else the machine does slows down both. */
async function besideEachOther(name, round) {
  // Which is first takes turns.
  const inTurn = (index) => (index % 2 ? variants.toReversed() : variants);
  const sessions = {};
  try {
    for (const variant of inTurn(round)) sessions[variant] = await Session.open(name, variant);
    for (const index of edits.keys()) {
      for (const variant of inTurn(round + index)) await sessions[variant].edit(index);
    }
    return Object.fromEntries(variants.map((variant) => [variant, sessions[variant].run]));
  } finally {
    for (const session of Object.values(sessions)) await session.close();
  }
}

async function record(row) {
  const titles = Object.values(frameworks).map(({ title }) => title);
  const before = rowsIn(await recorded(page, "frameworks"));
  await place(page, "frameworks", table(merged(before, [row], titles)));
}
