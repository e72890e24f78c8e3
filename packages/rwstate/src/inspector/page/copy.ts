/** Copies a text, or shows it where the browser does not let a page copy. */
import { find } from "./dom.js";

/** Returns whether it was copied; else a dialog shows the text, selected. */
export async function copy(text: string): Promise<boolean> {
  try {
    // A page that is not served from the loopback has no clipboard.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const dialog = find<HTMLDialogElement>("#by-hand");
    const box = dialog.querySelector("textarea")!;
    box.value = text;
    dialog.showModal();
    box.focus();
    box.select();
    return false;
  }
}

/** Makes the dialog's button close it. */
export function closable(): void {
  const dialog = find<HTMLDialogElement>("#by-hand");
  dialog.querySelector("button")!.addEventListener("click", () => dialog.close());
}
