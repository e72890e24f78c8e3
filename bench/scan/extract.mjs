// What a list of files imports, as three parsers tell it: rwstate's through the addon, and two from npm.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { loadBinding } from "../../packages/rwstate/dist/binding.js";

/** Passes that are not timed: the code of each side is compiled by then. */
const warmUps = 3;

/** A string without anything that only run time knows. */
const literal = /^["'`]([^"'`$\\]*)["'`]$/;

/**
 * One timed pass of each over all files, in an order that `turn` gives. `differ` has the files of JavaScript that do not import the
 * same by all; of TypeScript `oxc-parser` leaves in what the compiler drops.
 */
export async function extract(list, packages, turn) {
  const paths = (await readFile(list, "utf8")).split("\n").filter(Boolean);
  const files = await Promise.all(
    paths.map(async (path) => ({ path, source: await readFile(path, "utf8") })),
  );
  const isTyped = files.some(({ path }) => /\.tsx?$/.test(path));
  const parsers = await parsersFrom(packages);
  if (isTyped) delete parsers["es-module-lexer"]; // It reads no JSX.
  const names = Object.keys(parsers);
  const seconds = {};
  for (let pass = 0; pass <= warmUps; pass++) {
    for (let step = 0; step < names.length; step++) {
      const name = names[(step + pass + Number(turn)) % names.length];
      const parse = parsers[name];
      const begin = performance.now();
      for (const { path, source } of files) parse(path, source);
      seconds[name] = (performance.now() - begin) / 1000;
    }
  }
  const told = ({ path, source }) =>
    new Set(names.map((name) => [...new Set(parsers[name](path, source))].toSorted().join()));
  const differ = isTyped ? [] : files.filter((file) => told(file).size > 1);
  const bytes = files.reduce((sum, { source }) => sum + source.length, 0);
  return { files: files.length, bytes, seconds, differ: differ.map(({ path }) => path) };
}

/** Each returns the specifiers of a module, static and dynamic; what only run time knows is none. */
async function parsersFrom(packages) {
  const require = createRequire(`${packages}/`);
  const load = (name) => import(pathToFileURL(require.resolve(name)).href);
  const { init, parse } = await load("es-module-lexer");
  await init;
  const { parseSync } = await load("oxc-parser");
  const { Plan } = loadBinding();
  return {
    rwstate: (path, source) => Plan.imports(path, source),
    "es-module-lexer": (_, source) =>
      parse(source)[0]
        .map(({ specifier }) => specifier)
        .filter((name) => typeof name === "string"),
    "oxc-parser": (path, source) => {
      // The tree is a getter of its own, which nobody asks for here.
      const { staticImports, staticExports, dynamicImports } = parseSync(path, source).module;
      const names = staticImports.map(({ moduleRequest }) => moduleRequest.value);
      for (const { entries } of staticExports)
        for (const { moduleRequest } of entries) if (moduleRequest) names.push(moduleRequest.value);
      for (const { moduleRequest } of dynamicImports) {
        const [, name] = literal.exec(source.slice(moduleRequest.start, moduleRequest.end)) ?? [];
        if (name !== undefined) names.push(name);
      }
      return names;
    },
  };
}
