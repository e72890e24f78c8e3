/** Copies a text, or shows it if the browser does not allow to copy. */
import { find } from "./dom.js";

/** Returns whether the text was copied. Otherwise a dialog shows it, selected. */
export async function copy(text: string): Promise<boolean> {
  try {
    // Without HTTPS a page has the clipboard only on the loopback address.
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
