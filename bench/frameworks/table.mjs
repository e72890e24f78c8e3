// What the runs of all apps have shown, as a table: one row for an app, with rwstate and with plain Vite beside each other.
import { median, spread } from "../shared/figures.mjs";

const header = [
  "",
  "failed",
  "wrong context",
  "resets",
  "never arrived",
  "reloads",
  "edit time",
  "cold start",
];

/**
 * The row of an app.
 *
 * @param {string} title
 * @param {Record<"rwstate" | "ordinary", import("./session.mjs").Run[]>} runs one of each for each round
 * @returns {string[]}
 */
export function row(title, runs) {
  const beside = (count) => {
    const total = (variant) => runs[variant].reduce((sum, run) => sum + count(run), 0);
    return `${total("rwstate")} / ${total("ordinary")}`;
  };
  const rounds = runs.rwstate.map((run, round) => [run, runs.ordinary[round]]);
  const starts = rounds.map(([ours, plain]) => ours.start / plain.start);
  return [
    title,
    beside(({ failures }) => failures.length),
    beside(({ wrong }) => wrong.length),
    beside(({ resets }) => resets.length),
    beside(({ lost }) => lost.length),
    beside(({ reloads }) => reloads),
    spread(rounds.map(editRatio)),
    spread(starts),
  ];
}

/** The median of the edits' times, each of the time of the same edit with plain Vite. */
function editRatio([ours, plain]) {
  const ratios = ours.times.map((time, edit) => time / plain.times[edit]);
  return median(ratios.filter((ratio) => ratio > 0));
}

/**
 * The rows as a table in Markdown, in oxfmt's form.
 *
 * @param {string[][]} rows
 */
export function table(rows) {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const padded = (row) => line(row.map((cell, column) => cell.padEnd(widths[column])));
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [padded(header), rule, ...rows.map(padded)].join("\n");
}

/**
 * The rows of a table that was rendered before.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function rowsIn(text) {
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) =>
    line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

/**
 * The rows of a table with new ones in place of those with their titles, in the order of the titles.
 *
 * @param {string[][]} before
 * @param {string[][]} rows
 * @param {string[]} titles of all apps
 */
export function merged(before, rows, titles) {
  const byTitle = new Map([...before, ...rows].map((row) => [row[0], row]));
  return titles.flatMap((title) => (byTitle.has(title) ? [byTitle.get(title)] : []));
}
