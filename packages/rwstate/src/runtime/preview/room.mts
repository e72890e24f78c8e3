/**
 * How much a preview may come to, and what is left of that.
 *
 * The work is bounded as the text is: by depth, by items of a level, by objects, by characters of the whole, and by how much of
 * strings is read. One thing the language lets nobody bound: how many properties an object has is known only once all are listed, and
 * that takes a millisecond for 10,000 and a second for a million. It is done once for an object with more than `mostKeys`, and for no
 * more than one of those in a preview.
 */
import * as own from "./intrinsics.mjs";

const mostCharacters = 1000;
const mostItems = 20;
const mostDepth = 3;
/** Where proxies cannot be told, each failed guess at what an object is costs an exception. */
const mostObjects = own.isProxy ? 250 : 40;
const mostKeys = 5000;
const mostRead = 100_000;

/** What is left for the rest of a preview. */
export interface Room {
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

export function newRoom(): Room {
  return { characters: mostCharacters, objects: mostObjects, keys: mostKeys, read: mostRead };
}

/** Charges for a string that is going to be read. */
export function isReadable(text: string, room: Room): boolean {
  room.read -= text.length;
  return room.read >= 0;
}

/** Whether a container is too deep in others for its items to be shown. */
export function isDeep({ depth }: Path): boolean {
  return depth >= mostDepth;
}

/** The names and symbols of an object's own properties; or why there are none. */
export function keysOf(value: object, room: Room) {
  if (own.weakSetHas(vast, value)) return `over ${mostKeys} properties`;
  if (room.keys <= 0) return "…";
  let names: string[];
  try {
    names = own.keys(value);
  } catch {
    // A module with a binding that is not initialized yet.
    names = own.getOwnPropertyNames(value);
  }
  const symbols = own.getOwnPropertySymbols(value);
  const count = names.length + symbols.length;
  room.keys -= count;
  if (count <= mostKeys) return { names, symbols, count };
  own.weakSetAdd(vast, value);
  return `over ${mostKeys} properties`;
}

/** What a container has, in brackets, as far as there is room. */
export function list(
  open: string,
  close: string,
  count: number,
  room: Room,
  path: Path,
  item: (at: number) => string,
): string {
  let text = open;
  let shown = 0;
  const most = isDeep(path) ? 0 : mostItems;
  for (; shown < count && shown < most && room.characters > 0; shown++) {
    const before = room.characters;
    const piece = item(shown);
    text += shown > 0 ? `, ${piece}` : piece;
    // Within the item its own pieces have been charged already.
    room.characters = before - piece.length - 2;
  }
  if (shown < count) text += `${shown > 0 ? ", " : ""}… ${count - shown} more`;
  return count > 0 ? text + close : own.trimEnd(text) + own.trimStart(close);
}
