/** The reports of the modules of `apps/preserved` about their state. */
import { expect } from "vitest";
import type { Lab } from "../harness/lab.mjs";

/** The report of one module. */
interface Kept {
  instance: number;
  count: number;
  seen: number;
  size: number;
  storage: number;
  context: string;
}

export interface Answer {
  own: Kept & { live: number };
  dependency: Kept;
}

export const modules = ["own", "dependency"] as const;

export async function askKept(lab: Lab, path: string): Promise<Answer> {
  const response = await lab.fetch(`${path}kept?id=k`);
  const text = await response.text();
  if (!response.ok) throw new Error(text.slice(0, 400));
  return JSON.parse(text);
}

/** Expects that each module was evaluated more than once. */
export function expectInstances(answers: Answer[]): void {
  for (const name of modules) {
    const instances = answers.map((answer) => answer[name].instance);
    expect(new Set(instances).size, `instances of ${name}`).toBeGreaterThan(1);
  }
}

/** Expects that all answers report the same `let`, the same `Map` and the same `AsyncLocalStorage`. */
export function expectOneState(answers: Answer[]): void {
  const first = answers[0]!;
  answers.forEach((answer, index) => {
    for (const name of modules) {
      const { instance: _, ...kept } = answer[name];
      expect(kept, `${name}, answer ${index}`).toMatchObject({
        count: first[name].count + index,
        seen: first[name].seen,
        size: 1,
        storage: first[name].storage,
        context: "k",
      });
    }
    expect(answer.own.live).toBe(answer.own.count);
  });
}
