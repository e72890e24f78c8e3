/**
 * The budget of a preview, which limits its text and its work: the depth, the items of a level, the objects, the characters of the text, and
 * the characters of strings that are read.
 *
 * The language sets no limit to one step. How many properties an object has is known only when all are listed, which takes a millisecond
 * for 10,000 properties and a second for a million. An object with more than `mostKeys` properties is listed once, and each preview lists
 * one such object at most.
 */
import * as own from "./intrinsics.mjs";

const mostCharacters = 1000;
const mostItems = 20;
const mostDepth = 3;
/** Fewer in a realm that cannot detect proxies, where each failed guess at what an object is costs an exception. */
const mostObjects = own.isProxy ? 250 : 40;
const mostKeys = 5000;
const mostRead = 100_000;

/** What is left of the budget, for the rest of a preview. */
export interface Budget {
  characters: number;
  objects: number;
  /** Properties that are listed, whether they are shown or not. */
  keys: number;
  /** Characters of strings that are read, whether they are shown or not. */
  read: number;
}

/** The containers that a value is in, the innermost first. */
export interface Path {
  container: object;
  depth: number;
  up: Path | undefined;
}

/** Objects that turned out to have more than `mostKeys` properties. */
const vast = new WeakSet();

export function newBudget(): Budget {
  return { characters: mostCharacters, objects: mostObjects, keys: mostKeys, read: mostRead };
}

/** Charges the budget for reading a string. Returns whether there was enough left. */
export function isReadable(text: string, budget: Budget): boolean {
  budget.read -= text.length;
  return budget.read >= 0;
}

/** Whether a container is so deep in others that its items are not shown. */
export function isDeep({ depth }: Path): boolean {
  return depth >= mostDepth;
}

/** The names and symbols of an object's own properties; or a text in place of them. */
export function keysOf(value: object, budget: Budget) {
  if (own.weakSetHas(vast, value)) return `over ${mostKeys} properties`;
  if (budget.keys <= 0) return "…";
  let names: string[];
  try {
    names = own.keys(value);
  } catch {
    // The namespace of a module with a binding that is not initialized yet.
    names = own.getOwnPropertyNames(value);
  }
  const symbols = own.getOwnPropertySymbols(value);
  const count = names.length + symbols.length;
  budget.keys -= count;
  if (count <= mostKeys) return { names, symbols, count };
  own.weakSetAdd(vast, value);
  return `over ${mostKeys} properties`;
}

/** The items of a container in brackets, as far as the budget allows. */
export function list(
  open: string,
  close: string,
  count: number,
  budget: Budget,
  path: Path,
  item: (at: number) => string,
): string {
  let text = open;
  let shown = 0;
  const most = isDeep(path) ? 0 : mostItems;
  for (; shown < count && shown < most && budget.characters > 0; shown++) {
    const before = budget.characters;
    const piece = item(shown);
    text += shown > 0 ? `, ${piece}` : piece;
    // Replaces what the item's own pieces were charged.
    budget.characters = before - piece.length - 2;
  }
  if (shown < count) text += `${shown > 0 ? ", " : ""}… ${count - shown} more`;
  return count > 0 ? text + close : own.trimEnd(text) + own.trimStart(close);
}
