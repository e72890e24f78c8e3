// Drives the demo: the same edits in three dev servers, one JSON line an observation. `cargo xtask demo` judges them.
import { chromium } from "playwright-core";
import { chromiumOptions } from "./chromium.mjs";
import { openLab } from "./lab.mjs";

const [vite, runtime, mode] = process.argv.slice(2);
const app = runtime === "workerd" ? "worker" : runtime;
const environments = { node: ["ssr", "rsc"], workerd: ["worker"], browser: ["client"] }[runtime];
/** The first is a subpath of the framework, so it shows whether the state is split. */
const late = ["fw/late", "zustand", "react-hook-form", "superjson", "jotai/vanilla"];

const say = (line) => console.log(JSON.stringify(line));

const steps = [
  ["start", () => {}],
  ["an accepted edit", (lab) => lab.edit("src/accepted.ts", (text) => `${text}\n// edited\n`)],
  ["an edit that reloads", (lab) => lab.edit("src/app.ts", (text) => `${text}\n// edited\n`)],
  ...late.map((name) => [`import ${name}`, (lab) => lab.importLate(name)]),
  ["full-reload", (lab) => Promise.all(environments.map((environment) => lab.call("fullReload", { environment })))],
];

if (mode === "serve") await serve();
else for (const variant of ["ordinary", "letter", "rwstate"]) await observe(variant);

async function observe(variant) {
  say({ kind: "variant", name: variant, steps: steps.length });
  const lab = await openLab({ vite: Number(vite), app, variant });
  const ask = await asker(lab);
  try {
    for (const [step, take] of steps) {
      const generations = await lab.call("generations");
      await take(lab);
      for (const path of runtime === "node" ? ["/", "/rsc"] : ["/"]) {
        const answer = await ask(path).catch((error) => ({ error: error.message }));
        say({ kind: "step", step, path, ...answer });
      }
      const isLate = step.startsWith("import ");
      const now = await lab.call("generations");
      if (isLate && environments.some((name) => name in now && now[name] === generations[name])) {
        throw new Error(`${step} did not re-optimize`);
      }
    }
  } finally {
    await ask.close?.();
    await lab.close();
  }
}

/** How reports are asked for: over HTTP, or in a page of a real browser. */
async function asker(lab) {
  if (runtime !== "browser") return async (path) => ({ report: await lab.settledReport(path) });
  const browser = await chromium.launch(chromiumOptions);
  const page = await browser.newPage();
  const report = async () => {
    await page.waitForFunction("globalThis.playgroundReport");
    const { report, firstPage } = await page.evaluate("playgroundReport('page').then((report) => ({ report, firstPage: globalThis.firstPage }))");
    return { ...report, newPage: !firstPage };
  };
  await page.goto(lab.url);
  await page.waitForFunction("globalThis.playgroundReport");
  await lab.call("settled");
  await page.reload();
  await page.waitForFunction("globalThis.playgroundReport");
  await page.evaluate("globalThis.firstPage = true");
  const ask = async () => {
    // The page itself asks for what it imports, and Vite reloads it where it must: ask until both are at rest.
    for (;;) {
      const before = JSON.stringify(await lab.call("generations"));
      const answer = await report().catch((error) => ({ failed: error }));
      await lab.call("settled");
      const isCurrent = await page.evaluate("document.readyState === 'complete'").catch(() => false);
      if (!answer.failed && isCurrent && JSON.stringify(await lab.call("generations")) === before) return { report: answer };
    }
  };
  return Object.assign(ask, { close: () => browser.close() });
}

async function serve() {
  const lab = await openLab({ vite: Number(vite), app, log: "info" });
  console.log(`\n  ${lab.url}\n\n  Edit   ${lab.root}/src/late.ts: import a package, such as\n         import * as mitt from "mitt"; late["mitt"] = mitt;`);
  console.log("  Look   at \"state\" and \"store\" in the answer: the same number is the same object.\n  Ctrl-C ends it.\n");
  await new Promise((resolve) => process.once("SIGINT", resolve));
  await lab.close();
}
