/**
 * One item of the timeline: an edit with the modules that it evaluated again, an appended dependency, or a re-optimization with its effect
 * without rwstate.
 */
import { button, element, mark } from "./dom.js";
import { openTitle, type Open } from "./places.js";
import {
  isAppended,
  isEdit,
  type Dependency,
  type Edit,
  type Evaluated,
  type Moment,
  type Recovery,
} from "./snapshot.js";
import { clock, duration, entries, everything, figure, lost, unharmed, why } from "./words.js";

/** How many names are listed. The others are collapsed. */
const LISTED = 6;

export function momentContent(moment: Moment, root: string, open: Open): HTMLElement[] {
  const { at, environment } = moment;
  const time = element("time", {}, clock(at));
  mark(time, "title", new Date(at).toLocaleString());
  const chip = element("span", { class: "chip" }, environment);
  const [look, what] = headOf(moment);
  const parts = [
    element("span", { class: `dot ${look}` }),
    element("p", { class: "when" }, time, chip, element("span", {}, what)),
  ];
  if (isEdit(moment)) return [...parts, ...editParts(moment)];
  const items = moment.dependencies.map((each) => item(each, root, open));
  parts.push(...listed(items, items.length));
  return isAppended(moment) ? parts : [...parts, ...recoveryParts(moment)];
}

function headOf(moment: Moment): [look: string, what: string] {
  if (isEdit(moment)) {
    const { milliseconds, reload } = moment;
    if (reload) return ["", "reloaded"];
    return ["edited", milliseconds === undefined ? "edited" : `edited, ${duration(milliseconds)}`];
  }
  return isAppended(moment)
    ? ["appended", `appended, ${duration(moment.milliseconds)}`]
    : ["", "re-optimized"];
}

function editParts({ evaluated, count, kept, reload }: Edit): HTMLElement[] {
  if (reload) return [element("p", { class: "outcome alone" }, everything(reload))];
  const sum = `${figure(count)} evaluated again, ${figure(kept)} kept`;
  const parts = listed(evaluated.map(evaluatedItem), count);
  return [...parts, element("p", { class: "by" }, sum)];
}

function evaluatedItem(evaluated: Evaluated): HTMLElement {
  const reason = element("span", { class: "by" }, why(evaluated));
  return element("li", {}, element("code", {}, evaluated.module), reason);
}

/** A list of items, of which only the first are visible at first. `count` may be more than there are items. */
function listed(items: HTMLElement[], count: number): HTMLElement[] {
  const first = element("ul", { class: "dependencies" }, ...items.slice(0, LISTED));
  const parts: HTMLElement[] = [first];
  const folded = items.slice(LISTED);
  const unknown = count - items.length;
  if (unknown > 0) folded.push(element("li", {}, `and ${figure(unknown)} more`));
  if (folded.length > 0) parts.push(fold(`${figure(count - LISTED)} more`, folded));
  return parts;
}

function recoveryParts(recovery: Recovery): HTMLElement[] {
  const { held, longest, replayed, reloaded, kept, keys } = recovery;
  const loss = lost(recovery);
  const parts = [
    figures([
      [figure(held), "held"],
      [held > 0 ? duration(longest) : "–", "longest"],
      [figure(replayed), "replayed"],
      [kept === undefined ? (reloaded ? "?" : "–") : figure(kept), "kept"],
    ]),
    loss === undefined
      ? element("p", { class: "outcome" }, unharmed(recovery))
      : element("p", { class: "outcome good" }, element("b", {}, "Without rwstate"), `, ${loss}`),
  ];
  if (keys.length > 0) {
    const hidden = (kept ?? 0) - keys.length;
    const names = keys.map((key) => element("li", {}, element("code", {}, key)));
    if (hidden > 0) names.push(element("li", {}, `and ${figure(hidden)} more`));
    parts.push(fold(`Kept ${entries(kept ?? keys.length)}`, names));
  }
  return parts;
}

function item({ name, importer }: Dependency, root: string, open: Open): HTMLElement {
  const made = element("li", {}, element("code", {}, name));
  if (importer === undefined) return made;
  const opener = button({ class: "importer", title: openTitle(importer) }, () =>
    open({ file: absolute(root, importer), line: 0 }),
  );
  opener.textContent = importer;
  made.append(element("span", { class: "by" }, "imported by "), opener);
  return made;
}

export function figures(pairs: [figure: string, name: string][]): HTMLElement {
  const groups = pairs.map(([number, name]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, number)),
  );
  return element("dl", { class: "facts" }, ...groups);
}

function fold(title: string, items: HTMLElement[]): HTMLElement {
  return element(
    "details",
    {},
    element("summary", {}, title),
    element("ul", { class: "names" }, ...items),
  );
}

/** An importer outside of the root has an absolute path already. */
function absolute(root: string, file: string): string {
  return /^(?:\/|[A-Za-z]:)/.test(file) ? file : `${root}/${file}`;
}
