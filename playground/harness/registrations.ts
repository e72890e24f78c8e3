// Small programs whose modules register with another module while they are evaluated, and edits of them. After an edit the state of each
// must be that in a new process, for which a build of the same files stands.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { classesAndFolders } from "./programs/classes-and-folders.mjs";
import { containers } from "./programs/containers.mjs";
import { handlers } from "./programs/handlers.mjs";
import { indirect } from "./programs/indirect.mjs";
import type { Lab } from "./lab.mjs";

const playground = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = "src/programs";

/** Texts by path. */
type Files = Record<string, string>;

/** By program: the state. */
type States = Record<string, unknown>;

/** A file, and then: its text adds one, nothing removes it, and with two texts the first is replaced by the second. */
type Edit = string[];

interface Program {
  name: string;
  files: Files;
  edits: Record<string, Edit>;
}

export const programs: Program[] = [...containers, ...handlers, ...classesAndFolders, ...indirect];

/** The edits of each program, in this order. A registrant is a module that registers, and a helper is a module that it uses. */
export const steps = ["registrant", "helper", "registry", "unrelated", "removal", "addition"];

/** Adds the programs to a copy of the app, with a route that returns the state of each. For `prepare`. */
export async function addPrograms(root: string): Promise<void> {
  await writeAll(root, filesAfter(0));
  const routes = join(root, "src/routes.ts");
  const text = await readFile(routes, "utf8");
  const named = text.replace("> = {", "> = {\n  programs,");
  if (named === text) throw new Error("the routes have no place for one more");
  await writeFile(routes, `import { programs } from "./programs/index";\n${named}`);
}

/** Makes the edits of a step, one after the other. The runner is still evaluating an earlier one when most of them are made. */
export async function edit(lab: Lab, step: string): Promise<void> {
  const index = steps.indexOf(step);
  const [before, after] = [filesAfter(index), filesAfter(index + 1)];
  for (const file of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const text = after[file];
    if (before[file] === text) continue;
    await lab.call("edit", {
      file: join(lab.root, file),
      text,
      removed: text === undefined,
      isOther: true,
    });
  }
}

const states = new Map<number, Promise<States>>();

/** The states of all programs in a new process after some steps. The repository's own Vite builds the files, and this process imports them. */
export function freshStates(count: number): Promise<States> {
  let fresh = states.get(count);
  if (!fresh) states.set(count, (fresh = build(filesAfter(count))));
  return fresh;
}

async function build(files: Files): Promise<States> {
  const { build } = await import("vite");
  // A folder from which packages resolve as they do for the apps.
  const apps = join(playground, "vite-8/apps");
  await mkdir(apps, { recursive: true });
  const root = await mkdtemp(join(apps, "programs-"));
  try {
    await writeAll(root, files);
    const built = (await build({
      root,
      configFile: false,
      logLevel: "silent",
      ssr: { noExternal: true },
      build: { ssr: `${folder}/index.ts`, write: false, minify: false },
    })) as { output: { fileName: string; code: string; isEntry: boolean }[] };
    const chunks = built.output.map(({ fileName, code }) => [fileName, code]);
    await writeAll(join(root, "built"), Object.fromEntries(chunks));
    const entry = built.output.find(({ isEntry }) => isEntry)!.fileName;
    const { states } = await import(pathToFileURL(join(root, "built", entry)).href);
    return JSON.parse(JSON.stringify(await states()));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function writeAll(root: string, files: Files): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

/** The files of all programs after a number of steps, by their paths. */
function filesAfter(count: number): Files {
  const all: Files = { [`${folder}/index.ts`]: index };
  for (const letters of parts) all[`${folder}/${letters}.ts`] = part(letters);
  for (const { name, files, edits } of programs) {
    const now = { ...files };
    for (const step of steps.slice(0, count)) apply(now, edits[step]!, `${name}, ${step}`);
    for (const [file, text] of Object.entries(now)) all[`${folder}/${name}/${file}`] = text;
  }
  return all;
}

function apply(files: Files, [file = "", from, to]: Edit, what: string): void {
  if (from === undefined) delete files[file];
  else if (to === undefined) files[file] = from;
  else {
    if (!files[file]?.includes(from)) throw new Error(`${what}: ${file} has no ${from}`);
    files[file] = files[file]!.replace(from, to);
  }
}

/** The programs by their first letters. With one module that imports all of them, each edit would fetch every program again. */
const parts = ["a-d", "e-h", "i-n", "o-z"];

const index = `${parts.map((part) => `import { all as ${part[0]} } from "./${part}";\n`).join("")}
const all = { ${parts.map((part) => `...${part[0]}`).join(", ")} };

/** The state of each program, by its name. */
export async function states(): Promise<Record<string, unknown>> {
  const states: Record<string, unknown> = {};
  for (const [path, { state }] of Object.entries(all)) states[path.split("/")[1]!] = await state();
  return states;
}

export async function programs(): Promise<Response> {
  const hits = Object.entries(all).map(([path, { hit }]) => [path.split("/")[1]!, hit()]);
  return Response.json({ states: await states(), hits: Object.fromEntries(hits) });
}
`;

const part = (letters: string) => `interface Program {
  state: () => unknown;
  hit: () => number;
}

export const all = import.meta.glob<Program>("./[${letters}]*/main.ts", { eager: true });
`;
