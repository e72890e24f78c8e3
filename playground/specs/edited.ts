/** What an app says that has `apps/edited` laid over it. */
import type { Lab } from "../harness/lab.mjs";

export interface Seen {
  hits: number;
  objects: Record<string, number>;
  dependencies: Record<string, number>;
  texts: Record<string, string>;
  globbed: string[];
  lazily: string[];
  evaluations: number;
  defined: Record<string, string>;
  disposed: { number: number; alive: number; log: string[] };
}

export const inFolder = (file: string) => `src/edited/${file}`;

/** The report of the app, which counts as a hit. */
export async function ask(lab: Lab): Promise<Seen> {
  return (await (await lab.fetch("/edited?id=x")).json()) as Seen;
}

/** The report of the app, which does not count as a hit. */
export async function peek(lab: Lab): Promise<Seen> {
  return (await (await lab.fetch("/edited?id=x&peek")).json()) as Seen;
}
