/** The filter of entries: each word must occur in the key, the kind, a file or the value. */
import type { Entry } from "./snapshot.js";

export class Filter {
  readonly #box: HTMLInputElement;
  readonly #changed: () => void;

  constructor(box: HTMLInputElement, changed: () => void) {
    this.#box = box;
    this.#changed = changed;
    box.addEventListener("input", changed);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || box.value === "") return;
      event.preventDefault();
      this.clear();
    });
    document.addEventListener("keydown", (event) => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const isTyping = target instanceof HTMLElement && target.matches("input, textarea");
      if (key !== "/" || ctrlKey || metaKey || altKey || isTyping || box.hidden) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  clear(): void {
    this.#box.value = "";
    this.#box.focus();
    this.#changed();
  }

  apply(entries: readonly Entry[]): readonly Entry[] {
    const words = this.#box.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return entries;
    return entries.filter((entry) => {
      const files = entry.declared.map(({ file }) => file);
      const text = [entry.key, entry.kind, entry.preview ?? "", ...files].join("\n").toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }
}
