// Packages in every form that dependencies have, each with probes: modules of the app that import them and return JSON.
import { cp, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lab } from "./lab.mjs";

const appended = join(dirname(fileURLToPath(import.meta.url)), "../apps/appended");

/** The environments that the app of the runtime `node` answers in. */
export const environments = ["ssr", "rsc"];

/** Adds the routes for probes to a copied app. */
export async function addProbes(root: string): Promise<void> {
  await cp(join(appended, "src"), join(root, "src"), { recursive: true });
  await mkdir(join(root, "src/probes"), { recursive: true });
}

/**
 * Installs the packages of forms, and returns the texts of their probes by name, in order. A form is one file, in which each
 * `//- path` begins a file, `//- path -> target` is a link, and `TICK` counts evaluations.
 */
export async function addForms(root: string, ...forms: string[]): Promise<Record<string, string>> {
  const probes: Record<string, string> = {};
  for (const form of forms) {
    const text = await readFile(join(appended, "forms", `${form}.txt`), "utf8");
    for (const part of text.split(/^\/\/- /m).slice(1)) {
      const end = part.indexOf("\n");
      const [path = "", target] = part.slice(0, end).split(" -> ");
      const body = part.slice(end + 1);
      await mkdir(dirname(join(root, path)), { recursive: true });
      if (target !== undefined) {
        await symlink(target, join(root, path), "dir");
        continue;
      }
      const tick = `globalThis.tick(${JSON.stringify(path)});`;
      await writeFile(
        join(root, path),
        body.replaceAll(/\bTICK\b/g, () => tick),
      );
      const [, name] = /^src\/probes\/(.*)\.js$/.exec(path) ?? [];
      if (name !== undefined) probes[name] = body;
    }
  }
  return probes;
}

/** The names of all forms, which are those of their files. */
export async function allForms(): Promise<string[]> {
  const files = await readdir(join(appended, "forms"));
  return files.map((file) => file.replace(".txt", "")).sort();
}

/** The result of a probe, or the error of the request. */
export async function ask(lab: Lab, environment: string, name: string): Promise<unknown> {
  const prefix = environment === "ssr" ? "/" : `/${environment}/`;
  const response = await lab.fetch(`${prefix}probe?name=${name}`);
  const text = await response.text();
  if (response.ok) return JSON.parse(text).result;
  const [, message = text] = /"message":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  return `${response.status} ${message}`;
}

/** How often each module was evaluated, in all environments. */
export async function evaluated(lab: Lab): Promise<Record<string, number>> {
  return (await lab.fetch("/evaluated")).json() as Promise<Record<string, number>>;
}

/** By key: how often each ES module of a dependency has registered in an environment. */
export async function registered(lab: Lab, environment: string): Promise<Record<string, number>> {
  const prefix = environment === "ssr" ? "/" : `/${environment}/`;
  return (await lab.fetch(`${prefix}registered`)).json() as Promise<Record<string, number>>;
}
