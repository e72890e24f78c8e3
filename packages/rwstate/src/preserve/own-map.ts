/** Reads the source map that a package has published for one of its modules, by the comment at the module's end. */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { normalizePath } from "vite";

const comment = /^[ \t]*\/\/[#@][ \t]*sourceMappingURL=(\S+)[ \t]*$/gm;
/** A URL's scheme. It has two characters at least, unlike a drive letter. */
const scheme = /^[a-z][a-z\d+.-]+:/i;

/** Returns the map as JSON, with paths of its sources that are relative to the module's folder; `undefined` where there is none. */
export function ownMap(path: string, code: string): string | undefined {
  const url = [...code.matchAll(comment)].at(-1)?.[1];
  if (url === undefined) return undefined;
  try {
    const folder = dirname(path);
    const file = resolve(folder, decodeURI(url.replace(/^data:.*/s, "")));
    const map = JSON.parse(inlined(url) ?? readFileSync(file, "utf8")) as Map;
    const from = inlined(url) === undefined ? dirname(file) : folder;
    const root = map.sourceRoot ? `${map.sourceRoot.replace(/\/$/, "")}/` : "";
    const sources = map.sources.map((source) => {
      const name = source !== null && scheme.test(source) ? source : root + (source ?? "");
      if (name === "" || scheme.test(name)) return name;
      return normalizePath(relative(folder, resolve(from, name)));
    });
    return JSON.stringify({ ...map, sources, sourceRoot: undefined });
  } catch {
    // The module works without a map that cannot be read.
    return undefined;
  }
}

interface Map {
  sources: (string | null)[];
  sourceRoot?: string;
}

function inlined(url: string): string | undefined {
  const data = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url);
  if (!data) return undefined;
  return data[1] ? Buffer.from(data[2]!, "base64").toString("utf8") : decodeURIComponent(data[2]!);
}
