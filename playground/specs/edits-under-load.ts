/** 20 edits under load: each answer is right, and a plain `let` that no edit resets counts each request once. */
import { expect } from "vitest";
import { answersIn } from "../harness/frameworks.mjs";
import type { Lab } from "../harness/lab.mjs";

/** Makes a request with an id, and returns the response. */
export type Ask = (id: string) => Promise<string>;

/** The texts that each file may have in an answer. */
type Right = Record<string, string[]>;

/**
 * Saves one file after the other while each of the requests is repeated.
 *
 * @param files by name; the string that is edited begins with the name: `"text 0"` in `text`
 */
export async function expectEditsUnderLoad(
  save: Lab["edit"],
  files: Record<string, string> & { text: string },
  asks: Record<string, Ask>,
): Promise<void> {
  const hits: number[] = [];
  const failures: unknown[] = [];
  let next = 0;

  async function judge(name: string, ask: Ask, right: Right): Promise<void> {
    const id = `${name}-${next++}`;
    const is = (said: string) => right[said.split(" ")[0]!]?.includes(said);
    try {
      const response = await ask(id);
      const answers = answersIn(response);
      hits.push(...answers.map((answer) => answer.hits));
      const isRight = answers.every(({ id: its, text, own }) => its === id && is(text) && is(own));
      if (answers.length === 0) failures.push({ id, response: response.slice(0, 1000) });
      else if (!isRight) failures.push({ id, right, answers });
    } catch (error) {
      failures.push({ id, right, error: String((error as Error).cause ?? error) });
    }
  }

  const names = Object.keys(files);
  let right: Right = Object.fromEntries(names.map((name) => [name, [`${name} 0`]]));
  for (const [name, ask] of Object.entries(asks)) await judge(name, ask, right);
  for (let edit = 1; edit <= 20; edit++) {
    const edited = names[edit % names.length]!;
    const before = right[edited]![0]!;
    const after = `${edited} ${edit}`;
    right = { ...right, [edited]: [before, after] };
    let isSaved = false;
    const loops = Object.entries(asks).map(async ([name, ask]) => {
      // The last request begins after the save.
      for (let isLast = false; !isLast;) {
        isLast = isSaved;
        await judge(name, ask, right);
      }
    });
    await save(files[edited]!, (text) => text.replaceAll(`"${before}"`, `"${after}"`));
    right = { ...right, [edited]: [after] };
    isSaved = true;
    await Promise.all(loops);
  }
  // Only the first failures, which say enough.
  expect(failures.slice(0, 3)).toEqual([]);
  const counted = { distinct: new Set(hits).size, last: Math.max(...hits) };
  expect(counted).toEqual({
    distinct: hits.length,
    last: Math.min(...hits) + hits.length - 1,
  });
}

/** The text of a response. Throws it if the response has failed. */
export async function textOf(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 2000)}`);
  return text;
}
