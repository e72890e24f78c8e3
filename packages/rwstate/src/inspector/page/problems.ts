/** The problems of an environment: keys with two declarations, duplicate modules, findings of the analyzer. */
import { element, find, Parts } from "./dom.js";
import { fromRoot, placeButton, type Open } from "./places.js";
import type { Duplicate, Entry, Environment, Finding } from "./snapshot.js";

/** The number of problems in an environment. */
export function problems({ entries, duplicates, findings }: Environment): number {
  return entries.filter(isConflict).length + duplicates.length + findings.length;
}

type Conflict = Pick<Entry, "key" | "declared">;

function isConflict({ declared }: Entry): boolean {
  return declared.length > 1;
}

/** The properties of an entry that are shown here. They change less often than the others. */
function conflict({ key, declared }: Entry): Conflict {
  return { key, declared };
}

export class Problems {
  readonly #clear = find("#clear");
  readonly #conflicts: Section<Conflict>;
  readonly #duplicates: Section<Duplicate>;
  readonly #findings: Section<Finding>;
  #root = "";

  constructor(open: Open) {
    this.#conflicts = new Section("#conflicts", ({ key, declared }) => [
      element("h3", {}, element("code", {}, key)),
      list(declared.map((place) => placeButton(this.#root, place, open))),
    ]);
    this.#duplicates = new Section("#duplicates", ({ name, ids }) => [
      element("h3", {}, element("code", {}, fromRoot(this.#root, name))),
      list(ids.map((id) => element("code", {}, fromRoot(this.#root, id)))),
    ]);
    this.#findings = new Section("#findings", ({ code, severity, text }) => [
      element("h3", { class: `severity ${severity}` }, `${code} ${severity}`),
      element("pre", {}, text),
    ]);
  }

  show(environment: Environment, root: string): void {
    this.#root = root;
    this.#conflicts.show(environment.entries.filter(isConflict).map(conflict));
    this.#duplicates.show(environment.duplicates);
    this.#findings.show(environment.findings);
    this.#clear.hidden = !environment.answers || problems(environment) > 0;
  }

  /** Scrolls to the declarations of a key, and focuses the first. */
  showConflict(entry: Entry): void {
    const node = this.#conflicts.node(conflict(entry));
    node?.scrollIntoView({ block: "nearest" });
    node?.querySelector("button")?.focus();
  }
}

/** A section that is hidden while it has no items. */
class Section<Item> {
  readonly #section: HTMLElement;
  readonly #parts: Parts<Item>;

  constructor(selector: string, parts: (item: Item) => HTMLElement[]) {
    this.#section = find(selector);
    // The key of an item is all of its text, so an item never changes.
    this.#parts = new Parts(find(`${selector} > ul`), JSON.stringify, (item) => ({
      node: element("li", {}, ...parts(item)),
      update: () => {},
    }));
  }

  show(items: Item[]): void {
    this.#section.hidden = items.length === 0;
    this.#parts.update(items);
  }

  node(item: Item): HTMLElement | undefined {
    return this.#parts.get(JSON.stringify(item));
  }
}

function list(items: HTMLElement[]): HTMLElement {
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}
