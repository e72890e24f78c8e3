/** A folder with modules and a copy of the runtime, which Node imports. */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { transformWithOxc } from "vite";
import { addKeepComments } from "./keep-comments.mjs";
import { rewriter } from "./rewriter.mjs";

/** Sources by file name. */
export type Files = Record<string, string>;

export type Namespace = Record<string, any>;

export interface Sandbox {
  folder: string;
  /** The declarations that are kept: `name` in the first file, `file#name` in another. */
  kept: string[];
  messages: string[];
  /** Imports a file. Each query gives another instance. */
  load(file: string, query?: string): Promise<Namespace>;
  /** Replaces a file. */
  write(file: string, source: string): Promise<void>;
  remove(): Promise<void>;
}

/** Node's own `import()`, which Vitest does not replace by Vite's. */
const nativeImport: (url: string) => Promise<Namespace> = new Script("(url) => import(url)", {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext();

const ownPackage = fileURLToPath(new URL("../..", import.meta.url));

/** `asks` are the declarations that get a comment `rwstate: keep`: `name` in the first file, `file#name` in another. */
export async function sandbox(
  files: Files,
  as: "original" | "rewritten",
  asks: string[],
): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "rwstate-differential-"));
  const runtime = join(folder, "node_modules/rwstate");
  await mkdir(join(runtime, "dist"), { recursive: true });
  await cp(join(ownPackage, "dist/runtime"), join(runtime, "dist/runtime"), { recursive: true });
  await cp(join(ownPackage, "package.json"), join(runtime, "package.json"));
  const manifest = { name: "app", version: "1.0.0", type: "module" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));

  const [first] = Object.keys(files);
  const rewrite = rewriter(folder);
  const kept: string[] = [];
  const messages: string[] = [];
  const box: Sandbox = {
    folder,
    kept,
    messages,
    load: (file, query = "") =>
      nativeImport(pathToFileURL(join(folder, compiled(file))).href + query),
    async write(file, source) {
      let code = source;
      if (as === "rewritten") {
        const names = asks.map((name) => (file === first ? name : name.slice(file.length + 1)));
        const result = rewrite(join(folder, file), addKeepComments(file, source, names));
        code = result.code;
        kept.push(...result.kept.map((key) => shorten(key, first!)));
        messages.push(...result.messages);
      }
      await writeFile(join(folder, compiled(file)), await javaScript(file, code));
    },
    remove: () => rm(folder, { recursive: true }),
  };
  for (const [file, source] of Object.entries(files)) await box.write(file, source);
  return box;
}

function shorten(key: string, first: string): string {
  const short = key.slice("app@1.0.0/".length);
  return short.startsWith(`${first}#`) ? short.slice(first.length + 1) : short;
}

function compiled(file: string): string {
  return file.replace(/\.tsx?$/, ".js");
}

/** Removes types after the rewriting, as in a dev server. */
async function javaScript(file: string, code: string): Promise<string> {
  if (!/\.tsx?$/.test(file)) return code;
  const options = { target: "esnext", typescript: { onlyRemoveTypeImports: true } };
  return (await transformWithOxc(code, file, options)).code;
}
