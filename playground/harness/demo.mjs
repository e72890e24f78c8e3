// The driver of `cargo xtask demo`: the same steps in three dev servers. It prints a JSON line for each observation, and judges none. When
// its input ends or it is interrupted, it ends its server and removes the copy of the app.
import { installFramework, openLab } from "./lab.mjs";

const [major, runtime, mode] = process.argv.slice(2);
const vite = Number(major);
const app = runtime === "workerd" ? "worker" : runtime;
const environment = { workerd: "worker", node: "ssr", browser: "client" }[runtime];

/**
 * Real packages, each of which makes the optimizer run again; all but `jotai` share a chunk with an earlier one, so that
 * every Vite reloads. The first is a subpath of the framework, so it shows whether the state is split.
 */
const packages = ["fw/late", "jotai", "valtio", "react-dom", "dayjs"];

const append = (file) => (lab) => lab.edit(file, (text) => `${text}\nglobalThis.edited = 1;\n`);

const steps = [
  { kind: "start", name: "start", take: () => {} },
  { kind: "accepted", name: "accepted edit", take: append("src/accepted.ts") },
  { kind: "reload", name: "edit of the app", take: append("src/app.ts") },
  ...packages.map((name) => ({
    kind: "import",
    name: `import ${name}`,
    take: (lab) => lab.importLate(name),
  })),
  {
    kind: "reload",
    name: "full-reload",
    take: (lab) => lab.call("fullReload", { environment }),
  },
];
const variants = ["ordinary", "letter", "rwstate"];

let lab;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => void end(130));
process.stdin.once("end", () => void end(130)).resume();

if (mode === "serve") await serve();
else {
  say("plan", { variants, steps: steps.map(({ kind, name }) => ({ kind, name })) });
  for (const variant of variants) await observe(variant);
  await end(0);
}

function say(event, line) {
  process.stdout.write(`${JSON.stringify({ event, ...line })}\n`);
}

async function end(code) {
  await lab?.close();
  process.exit(code);
}

/** Every variant runs on the same files: only its plugin differs. */
function open(variant, options) {
  const prepare = (root) => installFramework(root, vite);
  // Without this Miniflare fetches an example of `request.cf`.
  const env = { CLOUDFLARE_CF_FETCH_ENABLED: "false" };
  return openLab({ vite, app, variant, prepare, env, ...options });
}

async function observe(variant) {
  say("opening", { variant });
  lab = await open(variant);
  const view =
    runtime === "browser" ? await (await import("./page.mjs")).openPage(lab) : server(lab);
  for (const { kind, take } of steps) {
    const start = performance.now();
    let report, error;
    try {
      await view.take(kind, () => take(lab));
      report = await view.report();
    } catch (thrown) {
      error = String(thrown?.message ?? thrown);
    }
    say("observed", {
      variant,
      report,
      error,
      generation: (await lab.call("generations"))[environment],
      page: view.pages(),
      reloads: await lab.call("reloads"),
      seconds: (performance.now() - start) / 1000,
    });
  }
  await view.close();
  await lab.close();
  lab = undefined;
}

/** An app on a server reports by a request. */
function server(lab) {
  return {
    take: (_, act) => act(),
    report: () => lab.settledReport(),
    pages: () => 0,
    close: () => {},
  };
}

async function serve() {
  lab = await open("rwstate", { log: "info", onOutput: (text) => process.stderr.write(text) });
  say("serving", { url: lab.url, root: lab.root });
}
