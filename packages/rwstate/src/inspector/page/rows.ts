/** A virtual list of rows with one height: only rows near the visible part are in the document. */
import { Parts, type Part } from "./dom.js";

/** The longest list whose rows are all in the document, so that the browser's own search finds them. */
const WHOLE = 150;
/** The number of rows before and after the visible part. */
const MARGIN = 8;

/** An item and its place in the list. */
export interface Placed<Item> {
  item: Item;
  index: number;
}

export class Rows<Item> {
  readonly #scroller: HTMLElement;
  readonly #body: HTMLElement;
  readonly #keyOf: (item: Item) => string;
  readonly #parts: Parts<Placed<Item>>;
  #items: readonly Item[] = [];
  /** A row that stays in the document wherever the list is scrolled to. */
  #pinned = 0;
  #height = 1;
  /** The height of the visible part, without the heading. */
  #visible = 0;

  /** `body` is in `scroller`, after a heading that stays at the top. The style property `--row-height` is the height of rows. */
  constructor(
    scroller: HTMLElement,
    body: HTMLElement,
    keyOf: (item: Item) => string,
    make: (item: Item) => Part<Placed<Item>>,
  ) {
    this.#scroller = scroller;
    this.#body = body;
    this.#keyOf = keyOf;
    this.#parts = new Parts(
      body,
      ({ item }) => keyOf(item),
      ({ item }) => {
        const { node, update } = make(item);
        return {
          node,
          update: (placed) => {
            node.style.top = `${placed.index * this.#height}px`;
            update(placed);
          },
        };
      },
    );
    scroller.addEventListener("scroll", () => this.render(), { passive: true });
    new ResizeObserver(() => {
      this.#measure();
      this.render();
    }).observe(scroller);
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** How many rows are visible at once. */
  get page(): number {
    return Math.max(1, Math.floor(this.#visible / this.#height));
  }

  /** Shows items. The row at the upper edge stays where it is, even if the number of rows above it changes. */
  show(items: readonly Item[], pinned: number): void {
    const { scrollTop } = this.#scroller;
    const before = Math.floor(scrollTop / this.#height);
    const edge = scrollTop > 0 ? this.#items[before] : undefined;
    this.#items = items;
    this.#pinned = pinned;
    this.#measure();
    if (edge) {
      const key = this.#keyOf(edge);
      const index = items.findIndex((item) => this.#keyOf(item) === key);
      if (index !== -1) this.#scroller.scrollTop = scrollTop + (index - before) * this.#height;
    }
    this.render();
  }

  /** Scrolls as far as necessary to show a row. Returns the row. */
  reveal(index: number): HTMLElement | undefined {
    const top = index * this.#height;
    const { scrollTop } = this.#scroller;
    const lowest = top + this.#height - this.#visible;
    if (top < scrollTop) this.#scroller.scrollTop = top;
    else if (lowest > scrollTop) this.#scroller.scrollTop = lowest;
    this.#pinned = index;
    this.render();
    const item = this.#items[index];
    return item === undefined ? undefined : this.#parts.get(this.#keyOf(item));
  }

  render(): void {
    const { length } = this.#items;
    const isWhole = length <= WHOLE;
    const top = Math.floor(this.#scroller.scrollTop / this.#height);
    const first = isWhole ? 0 : Math.max(0, top - MARGIN);
    const end = isWhole ? length : Math.min(length, top + this.page + 1 + MARGIN);
    const indices = Array.from({ length: Math.max(0, end - first) }, (_, row) => first + row);
    if (this.#pinned < length) {
      if (this.#pinned < first) indices.unshift(this.#pinned);
      if (this.#pinned >= end) indices.push(this.#pinned);
    }
    this.#parts.update(indices.map((index) => ({ item: this.#items[index]!, index })));
  }

  /** Reads the height of rows, which depends on the width of the page and the size of text. */
  #measure(): void {
    const style = getComputedStyle(this.#body);
    this.#height = Number.parseFloat(style.getPropertyValue("--row-height"));
    this.#body.style.height = `${this.#items.length * this.#height}px`;
    this.#visible = this.#scroller.clientHeight - this.#body.offsetTop;
  }
}
