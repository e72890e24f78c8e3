/** Elements, made and kept. */

/**
 * Makes an element. Children that are strings become text: what the server sends was written by others, and there is no way
 * from here to HTML.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Makes a button. */
export function button(
  attributes: Record<string, string>,
  act: (event: MouseEvent) => void,
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes });
  made.addEventListener("click", act);
  return made;
}

/** Returns an element of the page. */
export function find<Found extends HTMLElement>(selector: string): Found {
  return document.querySelector<Found>(selector)!;
}

/** Writes a text where it differs: what stays keeps its selection, and is not laid out again. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute where it differs. */
export function mark(node: Element, attribute: string, value: string): void {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

/** A thing that is shown: its element, and how that is brought up to date. */
export interface Part<Item> {
  node: HTMLElement;
  update(item: Item): void;
}

/** The children of an element, each for one item. A node stays, with its focus, as long as its item does. */
export class Parts<Item> {
  readonly #parent: HTMLElement;
  readonly #keyOf: (item: Item) => string;
  readonly #make: (item: Item) => Part<Item>;
  #parts = new Map<string, Part<Item>>();

  constructor(
    parent: HTMLElement,
    keyOf: (item: Item) => string,
    make: (item: Item) => Part<Item>,
  ) {
    this.#parent = parent;
    this.#keyOf = keyOf;
    this.#make = make;
  }

  update(items: readonly Item[]): void {
    const wanted = new Map(items.map((item) => [this.#keyOf(item), item]));
    // Before anything is put in place: then nothing that stays has to move, which would cost it its focus.
    for (const [key, { node }] of this.#parts) if (!wanted.has(key)) node.remove();
    const parts = new Map<string, Part<Item>>();
    let place = this.#parent.firstElementChild;
    for (const [key, item] of wanted) {
      const part = this.#parts.get(key) ?? this.#make(item);
      part.update(item);
      parts.set(key, part);
      if (part.node === place) place = place.nextElementSibling;
      else this.#parent.insertBefore(part.node, place);
    }
    this.#parts = parts;
  }

  get(key: string): HTMLElement | undefined {
    return this.#parts.get(key)?.node;
  }
}
