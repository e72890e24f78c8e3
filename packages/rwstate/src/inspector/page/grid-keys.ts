/** Keyboard navigation in a grid of buttons: Tab reaches one button, and arrow keys move to the others. */
import type { Rows } from "./rows.js";

export class GridKeys<Item> {
  readonly #rows: Rows<Item>;

  /** `focused` is called with the item and the button that get the focus. */
  constructor(grid: HTMLElement, rows: Rows<Item>, focused: (item: Item, stop: string) => void) {
    this.#rows = rows;
    grid.addEventListener("focusin", ({ target }) => {
      const { index, stop } = place(target as HTMLElement);
      const item = rows.items[index];
      if (item !== undefined) focused(item, stop);
    });
    grid.addEventListener("keydown", (event) => {
      const { index, stop } = place(event.target as HTMLElement);
      const to = this.#row(event.key, index);
      if (to !== undefined) {
        event.preventDefault();
        this.#focus(rows.reveal(to), stop);
      } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        event.preventDefault();
        const stops = buttons((event.target as HTMLElement).closest("[role=row]"));
        const step = event.key === "ArrowLeft" ? -1 : 1;
        stops[stops.indexOf(event.target as HTMLElement) + step]?.focus();
      }
    });
  }

  /** The row that a key moves to. */
  #row(key: string, index: number): number | undefined {
    const { items, page } = this.#rows;
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -items.length,
      End: items.length,
    };
    const step = steps[key];
    if (step === undefined || !Number.isInteger(index)) return undefined;
    return Math.max(0, Math.min(items.length - 1, index + step));
  }

  #focus(row: HTMLElement | undefined, stop: string): void {
    const stops = buttons(row ?? null);
    const same = stops.find(({ dataset }) => dataset["stop"] === stop);
    (same ?? stops.at(-1))?.focus({ preventScroll: true });
  }
}

function buttons(row: Element | null): HTMLElement[] {
  return row ? [...row.querySelectorAll<HTMLElement>("[data-stop]")] : [];
}

function place(target: HTMLElement): { index: number; stop: string } {
  const index = Number(target.closest("[role=row]")?.getAttribute("aria-rowindex")) - 2;
  return { index, stop: target.dataset["stop"] ?? "" };
}
