/** Creates elements, and updates them in place. */

/**
 * Makes an element. Strings among the children become text nodes. So texts of the server, which others have written, are never interpreted
 * as HTML.
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

/** Sets a text if it differs. An unchanged text keeps its selection and its layout. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute if it differs. */
export function mark(node: Element, attribute: string, value: string): void {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

/** An element, and the function that updates it. */
export interface Part<Item> {
  node: HTMLElement;
  update(item: Item): void;
}

/** The children of an element, one for each item. A node stays in the document, with its focus, as long as its item is there. */
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
    // Removed first, so that nodes which stay need not be moved. A node that is moved loses the focus.
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
