/** The entries of one environment: a grid with a filter above it. */
import { button, element, find, mark, write } from "./dom.js";
import { COLUMNS, entryRow, type Acts, type Surroundings } from "./entry-row.js";
import { Filter } from "./filter.js";
import { GridKeys } from "./grid-keys.js";
import { Rows } from "./rows.js";
import type { Entry, Environment } from "./snapshot.js";
import { entries as countEntries, figure } from "./words.js";

export interface EntryActs extends Omit<Acts, "reset"> {
  reset(environment: string, key: string): void;
  /** Announces a text to screen readers. */
  say(text: string): void;
}

export class Entries {
  readonly #grid = find("#grid");
  readonly #empty = find("#entries-empty");
  readonly #count = find("#count");
  readonly #filter = new Filter(find("#filter"), () => this.#filtered());
  readonly #around: Surroundings = {
    root: "",
    now: 0,
    asking: undefined,
    focus: { key: "", stop: "open" },
  };
  readonly #acts: EntryActs;
  readonly #rows: Rows<Entry>;
  #environment: Environment | undefined;
  #explained = "";

  constructor(acts: EntryActs) {
    this.#acts = acts;
    const body = element("div", { role: "rowgroup", class: "body" });
    this.#grid.append(element("div", { role: "rowgroup", class: "heads" }, headings()), body);
    this.#rows = new Rows(
      this.#grid,
      body,
      ({ key }) => key,
      (entry) => entryRow(entry, this.#around, { ...acts, reset: (asked) => this.#reset(asked) }),
    );
    const { focus } = this.#around;
    new GridKeys(this.#grid, this.#rows, (entry, stop) => {
      if (entry.key === focus.key && stop === focus.stop) return;
      focus.key = entry.key;
      focus.stop = stop;
      this.#rows.show(this.#rows.items, this.#rows.items.indexOf(entry));
    });
    this.#grid.addEventListener("focusout", () => this.#ask(undefined));
    this.#grid.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#ask(undefined);
    });
  }

  show(environment: Environment, root: string, now: number): void {
    const isOther = environment.name !== this.#environment?.name;
    this.#environment = environment;
    this.#around.root = root;
    this.#around.now = now;
    if (isOther) {
      this.#around.asking = undefined;
      this.#grid.scrollTop = 0;
    }
    this.#show();
  }

  /** Updates the ages. */
  tick(now: number): void {
    this.#around.now = now;
    this.#rows.render();
  }

  #filtered(): void {
    this.#grid.scrollTop = 0;
    this.#show();
  }

  #show(): void {
    const { name, entries } = this.#environment!;
    const shown = this.#filter.apply(entries);
    const { focus } = this.#around;
    const focused = this.#grid.contains(document.activeElement);
    const index = shown.findIndex(({ key }) => key === focus.key);
    // If the focused row is gone, the row in its place gets the focus.
    const before = this.#rows.items.findIndex(({ key }) => key === focus.key);
    const place = index !== -1 ? index : Math.max(0, Math.min(before, shown.length - 1));
    focus.key = shown[place]?.key ?? "";
    this.#grid.hidden = shown.length === 0;
    mark(this.#grid, "aria-rowcount", String(shown.length + 1));
    this.#rows.show(shown, place);
    if (focused && !this.#grid.contains(document.activeElement)) {
      const row = this.#rows.reveal(place);
      (row?.querySelector<HTMLElement>('[tabindex="0"]') ?? find("#filter")).focus();
    }
    const total = countEntries(entries.length);
    const part = shown.length === entries.length ? "" : `${figure(shown.length)} of `;
    write(this.#count, entries.length === 0 ? "" : part + total);
    this.#explain(name, shown.length);
  }

  /** Shows what to do if there are no entries. */
  #explain(name: string, shown: number): void {
    const { consumer, runs, answers, entries } = this.#environment!;
    this.#empty.hidden = shown > 0;
    find("#filter").hidden = entries.length === 0;
    const [first, then]: [string, string] =
      entries.length > 0
        ? ["No entry matches the filter.", ""]
        : answers
          ? [
              "No entries yet.",
              `Call defineRwState("key", () => …) in a module, or request a page that loads one.`,
            ]
          : runs || consumer === "client"
            ? [
                `The runner of ${name} has not loaded the state module yet.`,
                "Request a page: its entries appear here.",
              ]
            : [
                `No runner has asked for a module of ${name}.`,
                "Some environments never have a runner: another one evaluates their code.",
              ];
    if (this.#explained === first) return;
    this.#explained = first;
    this.#empty.replaceChildren(element("p", {}, first));
    if (then !== "") return this.#empty.append(element("p", {}, then));
    const clear = button({}, () => this.#filter.clear());
    clear.textContent = "Clear it";
    this.#empty.append(clear);
  }

  /** Asks for confirmation at the first press, and resets at the second. */
  #reset(entry: Entry): void {
    if (this.#around.asking !== entry.key) return this.#ask(entry.key);
    this.#ask(undefined);
    this.#acts.reset(this.#environment!.name, entry.key);
  }

  #ask(key: string | undefined): void {
    if (this.#around.asking === key) return;
    this.#around.asking = key;
    if (key !== undefined)
      this.#acts.say(`Press again to reset ${key}. Escape leaves it as it is.`);
    this.#rows.render();
  }
}

function headings(): HTMLElement {
  const cells = COLUMNS.map((column) => {
    const cell = element("div", { role: "columnheader" }, element("span", {}, column));
    cell.classList.add(column === "Reset" ? "act" : "column");
    return cell;
  });
  return element("div", { role: "row", class: "row", "aria-rowindex": "1" }, ...cells);
}
