/** What the timeline shows of a moment: an appended dependency in short, a re-optimization with what it would have cost. */
import { button, element, mark } from "./dom.js";
import { openTitle, type Open } from "./places.js";
import { isAppended, type Dependency, type Moment, type Recovery } from "./snapshot.js";
import { clock, duration, entries, figure, lost, unharmed } from "./words.js";

/** How many names are listed before the rest is folded away. */
const LISTED = 6;

export function momentContent(moment: Moment, root: string, open: Open): HTMLElement[] {
  const { at, environment, dependencies } = moment;
  const time = element("time", {}, clock(at));
  mark(time, "title", new Date(at).toLocaleString());
  const chip = element("span", { class: "chip" }, environment);
  const what = isAppended(moment) ? `appended, ${duration(moment.milliseconds)}` : "re-optimized";
  const items = dependencies.map((each) => item(each, root, open));
  const parts = [
    element("span", { class: isAppended(moment) ? "dot appended" : "dot" }),
    element("p", { class: "when" }, time, chip, element("span", {}, what)),
    element("ul", { class: "dependencies" }, ...items.slice(0, LISTED)),
  ];
  const folded = items.slice(LISTED);
  if (folded.length > 0) parts.push(fold(`${figure(folded.length)} more`, folded));
  return isAppended(moment) ? parts : [...parts, ...recoveryParts(moment)];
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

/** An importer outside the root is named by its absolute path already. */
function absolute(root: string, file: string): string {
  return /^(?:\/|[A-Za-z]:)/.test(file) ? file : `${root}/${file}`;
}
