/** Durable Objects in workerd: an object keeps its instance and its fields until an edit changes its class. */
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { cells, openCell } from "./cells";

/** What an object answers: which instance it is, and counts in a field and in its storage. */
interface Hit {
  number: number;
  hits: number;
  stored: number;
  text: string;
}

interface Answer {
  text: string;
  late: string[];
  counter: Hit;
  edited: Hit;
}

const overlay = fileURLToPath(new URL("../apps/objects", import.meta.url));
const addObjects = (root: string) => cp(overlay, root, { recursive: true });
/** Each but the first changes a chunk of the optimizer, as all use React. */
const late = ["react-hook-form", "zustand", "react-dom"];

async function ask(lab: Lab, wait = 0): Promise<Answer> {
  const response = await lab.fetch(`/?wait=${wait}`);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Answer;
}

/** The same instance, asked once more. */
const next = ({ number, hits, stored, text }: Hit): Hit => ({
  number,
  hits: hits + 1,
  stored: stored + 1,
  text,
});

describe.each(cells("workerd").filter(({ vite }) => vite === 8))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let last: Answer;

  beforeAll(async () => {
    lab = await openCell(cell, { prepare: addObjects, log: "info" });
    last = await ask(lab);
  });
  afterAll(() => lab?.close());

  const say = (file: string, from: string, to: string) =>
    lab.edit(`src/${file}`, (code) => code.replace(from, to));

  /** Expects an answer of the same instance of `Counter`. */
  async function expectKept(): Promise<Answer> {
    const { counter } = last;
    last = await ask(lab);
    expect(last.counter).toEqual(next(counter));
    return last;
  }

  test("an edit of another module keeps all instances", async () => {
    const { edited } = last;
    await say("text.ts", "first", "second");
    expect(await expectKept()).toMatchObject({ text: "second", edited: next(edited) });
  });

  test("an edit of a class gives its object a new instance with new fields and the same storage", async () => {
    const { edited } = last;
    await say("edited.ts", "first", "second");
    const { number, ...rest } = (await expectKept()).edited;
    expect(number).toBeGreaterThan(edited.number);
    expect(rest).toEqual({ hits: 1, stored: edited.stored + 1, text: "second" });
  });

  test("a request in flight ends in the instance that it began in", async () => {
    const { edited } = last;
    const slow = ask(lab, 500);
    // The object has counted the request when it begins to wait.
    await expect.poll(async () => (await ask(lab)).edited.hits).toBeGreaterThan(edited.hits + 1);
    await say("edited.ts", "second", "third");
    const after = await ask(lab);
    expect(after.edited).toMatchObject({ hits: 1, text: "third" });
    expect((await slow).edited).toMatchObject({ number: edited.number, text: "second" });
    last = await ask(lab);
  });

  test("late dependencies keep all instances", async () => {
    for (const name of late) {
      const { edited } = last;
      await lab.importLate(name);
      const { late, edited: now } = await expectKept();
      expect(late).toContain(name);
      expect(now).toEqual(next(edited));
    }
  });

  test("a compile error and its repair keep all instances", async () => {
    const { edited } = last;
    await say("text.ts", 'text = "second"', "text = ");
    expect((await lab.fetch("/")).status).toBe(500);
    await say("text.ts", "text = ", 'text = "third"');
    expect(await expectKept()).toMatchObject({ text: "third", edited: next(edited) });
  });

  test("an edit of the base class gives all objects new instances", async () => {
    const { counter, edited } = last;
    await lab.edit("src/base.ts", (code) => `${code}\nexport const isEdited = true;\n`);
    last = await ask(lab);
    expect(last.counter).toMatchObject({ hits: 1, stored: counter.stored + 1 });
    expect(last.edited).toMatchObject({ hits: 1, stored: edited.stored + 1 });
  });
});
