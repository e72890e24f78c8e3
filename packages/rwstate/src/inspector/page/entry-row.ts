/** One entry, as a row of the grid. */
import { button, element, mark, write, type Part } from "./dom.js";
import { placeButton, type Open } from "./places.js";
import type { Placed } from "./rows.js";
import type { Entry } from "./snapshot.js";
import { age, count, figure } from "./words.js";

/** The headings of the columns. On a narrow screen they are before the values. */
export const COLUMNS = ["Entry", "Value", "Declared in", "Version", "Age", "Survived", "Reset"];

/** What a row depends on besides its entry. */
export interface Surroundings {
  root: string;
  /** The server's time. */
  now: number;
  /** The entry whose reset is to be confirmed. */
  asking: string | undefined;
  /** The entry and the button that get the focus when Tab moves to the grid. */
  focus: { key: string; stop: string };
}

export interface Acts {
  open: Open;
  reset(entry: Entry): void;
  showConflict(entry: Entry): void;
}

export function entryRow(
  first: Entry,
  around: Readonly<Surroundings>,
  acts: Acts,
): Part<Placed<Entry>> {
  let entry = first;
  const key = element("span", { class: "key" }, entry.key);
  const kind = element("span", { class: "kind" });
  const value = element("span");
  const declared = element("div", { role: "gridcell", class: "declared" });
  const version = element("span");
  const born = element("time");
  const survived = element("span");
  const reset = button({ class: "reset", "data-stop": "reset" }, ({ detail }) => {
    // A double click does not confirm.
    if (detail < 2) acts.reset(entry);
  });
  const node = element(
    "div",
    { role: "row", class: "row" },
    element("div", { role: "rowheader", class: "entry" }, key, kind),
    element("div", { role: "gridcell", class: "value" }, value),
    declared,
    cell("version", version),
    cell("age", born),
    cell("survived", survived),
    element("div", { role: "gridcell", class: "act" }, reset),
  );

  let began: number | undefined;
  let places = "";
  /** Replaced only if it differs, as its buttons may have the focus. */
  function declare(): void {
    const now = JSON.stringify([around.root, entry.declared]);
    if (now === places) return;
    places = now;
    declared.replaceChildren();
    const [place, ...others] = entry.declared;
    if (!place) return declared.append(element("span", { class: "quiet" }, "not known"));
    const open = placeButton(around.root, place, acts.open);
    open.dataset["stop"] = "open";
    declared.append(open);
    if (others.length === 0) return;
    const conflict = button({ class: "conflict", "data-stop": "conflict" }, () =>
      acts.showConflict(entry),
    );
    conflict.textContent = `Conflict: ${others.length + 1} places`;
    declared.append(conflict);
  }

  return {
    node,
    update({ item, index }) {
      entry = item;
      const isAsking = around.asking === entry.key;
      node.classList.toggle("asking", isAsking);
      mark(node, "aria-rowindex", String(index + 2));
      mark(key, "title", entry.key);
      write(kind, entry.kind);
      const { text, quality } = isAsking ? consequence(entry) : preview(entry);
      write(value, text);
      mark(value, "class", quality);
      mark(value, "title", text);
      declare();
      write(version, entry.version ?? "–");
      mark(version, "title", entry.version ?? "none");
      write(born, age(around.now - entry.born));
      if (began !== entry.born) {
        began = entry.born;
        born.title = `Since ${new Date(began).toLocaleString()}`;
      }
      write(survived, entry.survived > 0 ? `${figure(entry.survived)}×` : "–");
      mark(
        survived,
        "title",
        count(entry.survived, "evaluation of its module", "evaluations of its module"),
      );
      write(reset, isAsking ? "Reset it?" : "Reset");
      mark(reset, "aria-label", isAsking ? `Reset it? ${entry.key}` : `Reset ${entry.key}`);
      stops(node, around.focus, entry.key);
    },
  };
}

function cell(name: string, value: HTMLElement): HTMLElement {
  return element("div", { role: "gridcell", class: name }, value);
}

function preview({ preview: text }: Entry): { text: string; quality: string } {
  return text === undefined
    ? { text: "hidden, as its key looks secret", quality: "quiet" }
    : { text, quality: "preview" };
}

function consequence({ disposable }: Entry): { text: string; quality: string } {
  const verb = disposable ? "Disposes of" : "Drops";
  return { text: `${verb} the value; the next evaluation makes another.`, quality: "warning" };
}

/** Lets Tab reach only one of all buttons in the grid. Arrow keys move from there. */
function stops(row: HTMLElement, focus: Surroundings["focus"], key: string): void {
  const buttons = [...row.querySelectorAll<HTMLButtonElement>("[data-stop]")];
  const wanted = buttons.find(({ dataset }) => dataset["stop"] === focus.stop) ?? buttons.at(-1);
  for (const each of buttons) {
    const index = focus.key === key && each === wanted ? 0 : -1;
    if (each.tabIndex !== index) each.tabIndex = index;
  }
}
