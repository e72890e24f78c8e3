// `node bench/chart.mjs`, after `cargo xtask bench edits`, which sets up what it needs: draws the chart of docs/benchmarks.md,
// docs/images/requests-light.svg and -dark.svg. Five late dependencies are imported one after the other while requests come in, on Vite 8
// in Node, with plain Vite and with rwstate. Each dot is a request: where it began, and above that how long it took; a red one failed.
import { writeFile } from "node:fs/promises";
import { openLab, installFramework } from "../playground/harness/lab.mjs";
import { addTraffic, Traffic } from "../playground/harness/traffic.mjs";

const late = ["zustand", "react-hook-form", "jotai/vanilla", "valtio/vanilla", "react-dom"];
const images = new URL("../docs/images/", import.meta.url);

/** Sizes in pixels. */
const [width, height, left, top] = [760, 110, 8, 26];

const themes = {
  light: { text: "#1f2328", line: "#d1d9e0", right: "#0969da", failed: "#cf222e" },
  dark: { text: "#f0f6fc", line: "#3d444d", right: "#4493f8", failed: "#ff7b72" },
};

const runs = [];
for (const [title, variant] of [
  ["plain Vite", "ordinary"],
  ["with rwstate", "rwstate"],
]) {
  runs.push({ title, ...(await run(variant)) });
}
for (const [name, theme] of Object.entries(themes)) {
  await writeFile(new URL(`requests-${name}.svg`, images), draw(runs, theme));
}
for (const { title, requests } of runs) console.log(`${title}: ${summary(requests)}`);

async function run(variant) {
  const prepare = async (root) => {
    await installFramework(root, 8);
    await addTraffic(root);
  };
  const lab = await openLab({ vite: 8, app: "node", variant, prepare });
  try {
    await lab.report();
    const traffic = new Traffic(lab).start();
    const edits = [];
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const name of late) {
      edits.push({ name, at: traffic.now() });
      await lab.importLate(name);
      await lab.settledReport();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await traffic.stop();
    // Answers alone that are errors: what else is lost without rwstate, `cargo xtask demo` shows.
    const isError = ({ failure }) =>
      failure !== undefined && !["state changed", "wrong context"].includes(failure.kind);
    const requests = traffic.requests.map((one) => ({ ...one, failed: isError(one) }));
    return { requests, edits, end: traffic.now() };
  } finally {
    await lab.close();
  }
}

function summary(requests) {
  const failed = requests.filter(({ failed }) => failed).length;
  return `${failed} of ${requests.length} requests failed`;
}

/** Both runs below one another, on the same scales. */
function draw(runs, theme) {
  const end = Math.max(...runs.map(({ end }) => end));
  const longest = Math.max(
    ...runs.flatMap(({ requests }) => requests.map(({ begin, end }) => end - begin)),
  );
  const x = (time) => (left + (time / end) * (width - 2 * left)).toFixed(1);
  // By the root, so that short ones do not all lie on the line.
  const y = (took) => (height - Math.sqrt(took / longest) * height).toFixed(1);
  const parts = runs.map(({ title, requests, edits }, row) => {
    const lines = edits.map(
      ({ at, name }) =>
        `<path d="M${x(at)} 0V${height}" stroke="${theme.line}" stroke-dasharray="3 3"/>` +
        (row === 0
          ? `<text x="${x(at)}" y="${height + 14}" font-size="11" dx="3">import ${name}</text>`
          : ""),
    );
    const dots = requests
      .toSorted((a, b) => a.failed - b.failed)
      .map(
        ({ begin, end, failed }) =>
          `<circle cx="${x(begin)}" cy="${y(end - begin)}" r="${failed ? 2.4 : 1.4}" fill="${failed ? theme.failed : theme.right}"/>`,
      );
    return `<g transform="translate(0 ${top + row * (height + 46)})"><text x="${left}" y="-8" font-weight="600">${title}: ${summary(requests)}</text><path d="M${left} ${height}H${width - left}" stroke="${theme.line}"/>${lines.join("")}${dots.join("")}</g>`;
  });
  const all = top + 2 * height + 46 + 8;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${all}" width="${width}" height="${all}" font-family="system-ui, sans-serif" font-size="13" fill="${theme.text}">${parts.join("")}</svg>\n`;
}
