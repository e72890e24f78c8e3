// What `cargo xtask bench transform` has measured, as lines of figures.
import { spread } from "./figures.mjs";

export function render({ checked, stages, addon, cli }) {
  return [
    ...linesOfChecked(checked),
    ...stages.groups.flatMap(linesOfStages),
    "\nmodules without state, through the addon",
    ...addon.groups.map(({ name, files, parsed, microsPer10Kb }) =>
      row(`  ${name}: ${parsed} of ${files} parsed`, `${spread(microsPer10Kb, 1)} µs per 10 KB`),
    ),
    "\nrwstate check over all files",
    row("  one thread to two, ratio", spread(cli.ratios)),
    row("  memory at most, two threads", cli.memory > 0 ? megabytes(cli.memory) : "–"),
  ].join("\n");
}

function linesOfChecked({ files, bytes, invalid, kept, migrated, refused, findings, rewritten }) {
  const count = Object.values(refused).reduce((sum, one) => sum + one, 0);
  return [
    row("files", `${files}, ${megabytes(bytes)}`),
    row("  that oxc does not parse", invalid),
    row("  rewritten", rewritten),
    row("declarations kept, each asked for", kept),
    row("  of them migrated", migrated),
    row("declarations refused, each with its code", count),
    ...Object.entries(refused).map(([code, count]) => row(`  ${code}`, count)),
    row("findings: a panic, an output that does not parse or bind, …", findings.length),
    ...findings.slice(0, 20).map(({ file, problem }) => `  ${file}: ${problem.split("\n")[0]}`),
  ];
}

function linesOfStages({ name, files, bytes, stages: [first, ...others] }) {
  return [
    `\n${name}: ${files} files, ${megabytes(bytes)}; ratio to ${first?.name}`,
    ...others.map(({ name, ratios, micros_per_10_kb: micros }) =>
      row(`  ${name}`, `${spread(ratios)}   ${spread(micros, 1)} µs per 10 KB`),
    ),
  ];
}

function row(name, figure) {
  return `${name.padEnd(64)}${figure}`;
}

function megabytes(bytes) {
  return `${Math.floor(bytes / 1e6)} MB`;
}
