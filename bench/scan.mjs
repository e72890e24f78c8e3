// The part of `cargo xtask bench scan` that is JavaScript: `node bench/scan.mjs STAGE ARGUMENT…` does one stage and prints one JSON
// document. What is compared begins in a process of its own, so that neither side finds what an earlier run has cached.
const [stage, ...given] = process.argv.slice(2);

const stages = {
  apps: "./scan/app.mjs",
  vite: "./scan/walks.mjs",
  walk: "./scan/walks.mjs",
  resolved: "./scan/walks.mjs",
  saves: "./scan/walks.mjs",
  corpus: "./scan/corpus.mjs",
  extract: "./scan/extract.mjs",
  start: "./scan/start.mjs",
};

const { [stage]: run } = await import(stages[stage]);
const measured = JSON.stringify(await run(...given));
// A scan of Vite's goes on to bundle what it found, which is no part of it.
process.stdout.write(measured, () => process.exit());
