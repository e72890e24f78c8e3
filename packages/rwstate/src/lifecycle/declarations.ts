/** Finds the entries that modules declare. Warns of keys that two modules declare, and has the runner check classes of instances. */
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload, type SourceMapping } from "node:module";
import { dirname, resolve } from "node:path";
import { normalizePath, type DevEnvironment, type Plugin } from "vite";
import type { Declared, Diagnostic } from "../binding.js";
import { inspectionOf, type Inspection } from "../inspector/inspection.js";
import type { Context } from "../server/context.js";

/** A module without this word declares no entry. */
const word = "defineRwState";

export function declarations(
  context: Context,
  warn: (environment: DevEnvironment, diagnostic: Diagnostic) => void,
): Plugin {
  const { binding, plan } = context;
  let specifiers: string[] = [];
  /** Of several plugins of this package in one server, the first finds what the specifiers of all declare. */
  let isFirst = false;
  /** The modules that have the word, with the names of their environments. */
  const declaring = new Set<string>();

  /** Notes what files declare, and warns of keys that other files declare too. */
  async function note(
    environment: DevEnvironment,
    inspection: Inspection,
    byFile: Map<string, [string, number][]>,
  ): Promise<void> {
    for (const [file, declared] of byFile) {
      for (const other of inspection.declares(environment.name, file, declared)) {
        // The other file may have changed since, or may be deleted.
        const source = await readFile(other, "utf8").catch(() => "");
        const declares = binding.declared(other, source, specifiers).map(pair);
        inspection.declares(environment.name, other, declares);
      }
      for (const conflict of inspection.conflicts(environment.name, file)) {
        warn(environment, conflict);
      }
    }
  }

  const plugin = {
    name: "rwstate:declarations",
    enforce: "pre",
    api: { list: listOf(plan), specifiers: plan.specifiers() },
    configResolved({ plugins }) {
      const all = plugins.filter(({ name }) => name === plugin.name);
      isFirst = (all[0]?.api as typeof plugin.api | undefined)?.list === listOf(plan);
      specifiers = all.flatMap(({ api }) => (api as typeof plugin.api).specifiers);
    },
    async transform(code, id) {
      const environment = this.environment as DevEnvironment;
      const module = `${environment.name} ${id}`;
      // Most modules end here.
      if (!code.includes(word) && !declaring.delete(module)) return undefined;
      const inspection = isFirst ? inspectionOf(environment) : undefined;
      const file = inspection ? plan.script(normalizePath(id)) : null;
      if (!inspection || file === null) return undefined;
      declaring.add(module);
      const declared = binding.declared(file, code, specifiers);
      const isBundled = environment.depsOptimizer?.isOptimizedDepFile(id) ?? false;
      await note(
        environment,
        inspection,
        isBundled ? unbundled(file, declared) : new Map([[file, declared.map(pair)]]),
      );
      const classes = declared.flatMap(({ key, class: name }): [string, string][] =>
        name === undefined ? [] : [[key, name]],
      );
      if (classes.length === 0 || isBundled) return undefined;
      return { code: code + binding.classSuffix(classes), map: null };
    },
  } satisfies Plugin;
  return plugin;
}

/**
 * What stands for a list of plugins, which has one plan. The plan itself is an instance of a class of the addon, and the plugins hold none: Nuxt
 * clones what its config has, by calling constructors without arguments.
 */
function listOf(plan: object): symbol {
  let list = lists.get(plan);
  if (!list) lists.set(plan, (list = Symbol("rwstate:list")));
  return list;
}

const lists = new WeakMap<object, symbol>();

function pair({ key, line }: Declared): [string, number] {
  return [key, line];
}

/** The declarations in an optimizer's output, by the files that these are from. */
function unbundled(bundle: string, declared: Declared[]): Map<string, [string, number][]> {
  const byFile = new Map<string, [string, number][]>();
  const map = mapOf(bundle);
  for (const { key, line, column } of declared) {
    const origin = map?.findEntry(line - 1, column) as Partial<SourceMapping> | undefined;
    const source = origin?.originalSource;
    const file = source === undefined ? bundle : normalizePath(resolve(dirname(bundle), source));
    const place: [string, number] = [key, source === undefined ? line : origin!.originalLine! + 1];
    byFile.set(file, [...(byFile.get(file) ?? []), place]);
  }
  return byFile;
}

function mapOf(bundle: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
