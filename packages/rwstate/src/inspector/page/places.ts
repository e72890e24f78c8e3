/** Places in files, and the buttons that open them. */
import { button, element } from "./dom.js";
import type { Declaration } from "./snapshot.js";

/** Writes a path from the root, where it is below that. */
export function fromRoot(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** Writes a place from the root: `src/db.ts:14`. */
export function placeFromRoot(root: string, { file, line }: Declaration): string {
  return fromRoot(root, file) + (line > 0 ? `:${line}` : "");
}

export type Open = (place: Declaration) => void;

/** Makes a button that opens a place, with the file's name before its folder, as the name tells more. */
export function placeButton(root: string, place: Declaration, open: Open): HTMLButtonElement {
  const text = placeFromRoot(root, place);
  const name = text.slice(text.lastIndexOf("/") + 1);
  const folder = text.slice(0, -name.length - 1);
  const made = button({ class: "place", title: openTitle(text) }, () => open(place));
  made.append(element("span", { class: "file" }, name));
  if (folder !== "") made.append(" ", element("span", { class: "folder" }, folder));
  return made;
}

/** What a button says that opens a file. */
export function openTitle(text: string): string {
  return `Open ${text} in the editor`;
}
