/** A list of rows of one height, of which only those near the visible part are in the document. */
import { Parts, type Part } from "./dom.js";

/** A list as long as this is in the document as a whole, so that the browser's own search finds everything. */
const WHOLE = 150;
/** Rows beyond either edge of the visible part. */
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
  /** The part of the scroller's height that is the rows'. */
  #room = 0;

  /** The body is in the scroller, after what stays at the top of that; the rows' height is `--row-height` of the style. */
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
    return Math.max(1, Math.floor(this.#room / this.#height));
  }

  /** Shows these items. The row at the upper edge stays where it is, even as others come and go above it. */
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

  /** Scrolls no further than it takes to see a row, and returns the row. */
  reveal(index: number): HTMLElement | undefined {
    const top = index * this.#height;
    const { scrollTop } = this.#scroller;
    const lowest = top + this.#height - this.#room;
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

  /** Reads the rows' height, which depends on the width and the size of text. */
  #measure(): void {
    const style = getComputedStyle(this.#body);
    this.#height = Number.parseFloat(style.getPropertyValue("--row-height"));
    this.#body.style.height = `${this.#items.length * this.#height}px`;
    this.#room = this.#scroller.clientHeight - this.#body.offsetTop;
  }
}
