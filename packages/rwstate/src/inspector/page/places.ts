/** Places in files, and the buttons that open them. */
import { button, element } from "./dom.js";
import type { Declaration } from "./snapshot.js";

/** A path relative to the root, if it is below that. */
export function fromRoot(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** A place relative to the root: `src/db.ts:14`. */
export function placeFromRoot(root: string, { file, line }: Declaration): string {
  return fromRoot(root, file) + (line > 0 ? `:${line}` : "");
}

export type Open = (place: Declaration) => void;

/** Makes a button that opens a place. The file's name comes before its folder, as it is the more specific one. */
export function placeButton(root: string, place: Declaration, open: Open): HTMLButtonElement {
  const text = placeFromRoot(root, place);
  const name = text.slice(text.lastIndexOf("/") + 1);
  const folder = text.slice(0, -name.length - 1);
  const made = button({ class: "place", title: openTitle(text) }, () => open(place));
  made.append(element("span", { class: "file" }, name));
  if (folder !== "") made.append(" ", element("span", { class: "folder" }, folder));
  return made;
}

/** The title of a button that opens a file. */
export function openTitle(text: string): string {
  return `Open ${text} in the editor`;
}
