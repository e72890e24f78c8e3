/** Module hooks: packages are rewritten, with a comment `rwstate: keep` before each declaration, and the keys are written to a file. */
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addKeepComments } from "../keep-comments.mjs";
import { rewriter } from "../rewriter.mjs";

const runtime = new URL("../../../dist/runtime/preserve.mjs", import.meta.url).href;
let rewrite;
let report;

export function initialize(data) {
  if (data.rewritten) rewrite = rewriter(data.root);
  report = data.report;
}

export async function resolve(specifier, context, next) {
  if (specifier === "rwstate/preserve") return { url: runtime, shortCircuit: true };
  if (specifier === "rxjs")
    return { url: rxjs(context.parentURL), format: "module", shortCircuit: true };
  // What bundlers resolve and Node does not: these two have ES modules for bundlers alone.
  const isBundlerStyle = /\/node_modules\/(?:rxjs\/dist\/esm|dayjs\/esm)\//.test(context.parentURL);
  if (!isBundlerStyle || !specifier.startsWith(".")) return next(specifier, context);
  const bare = new URL(specifier, context.parentURL);
  for (const end of ["", ".js", "/index.js"]) {
    try {
      return { ...(await next(bare.href + end, context)), format: "module" };
    } catch {}
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!rewrite || loaded.format !== "module" || !url.includes("/node_modules/")) return loaded;
  const file = fileURLToPath(url);
  const { code, kept } = rewrite(file, addKeepComments(file, String(loaded.source)));
  if (kept.length > 0) appendFileSync(report, `${kept.join("\n")}\n`);
  return { ...loaded, source: code };
}

function rxjs(parent) {
  const folder = new URL("../node_modules/rxjs/", parent);
  return new URL("dist/esm/index.js", folder).href;
}
