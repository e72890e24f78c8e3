/** The re-optimizations, the latest first, and what they would have cost. */
import { button, element, find, mark, Parts, type Part } from "./dom.js";
import { openTitle, type Open } from "./places.js";
import type { Dependency, Recovery } from "./snapshot.js";
import { clock, duration, entries, figure, lost, plural } from "./words.js";

/** How many names are listed before the rest is folded away. */
const LISTED = 6;

export class Timeline {
  readonly #figures = find("#figures");
  readonly #empty = find("#timeline-empty");
  readonly #open: Open;
  readonly #parts: Parts<Recovery>;
  #root = "";
  #latest: number | undefined;
  #summed = "";

  constructor(open: Open) {
    this.#open = open;
    this.#parts = new Parts(
      find("#timeline > ol"),
      // A server that has restarted counts anew.
      ({ id, at }) => `${id} ${at}`,
      (recovery) => this.#moment(recovery),
    );
  }

  show(recoveries: Recovery[], root: string): void {
    this.#root = root;
    this.#empty.hidden = recoveries.length > 0;
    this.#parts.update(recoveries);
    this.#latest = recoveries[0]?.at ?? 0;
    this.#sum(recoveries);
  }

  #moment(recovery: Recovery): Part<Recovery> {
    const node = element("li", { class: "moment" });
    if (this.#latest !== undefined && recovery.at > this.#latest) node.classList.add("fresh");
    let shown = "";
    return {
      node,
      update: (now) => {
        const text = JSON.stringify(now);
        if (text === shown) return;
        shown = text;
        node.replaceChildren(...this.#content(now));
      },
    };
  }

  #content(recovery: Recovery): HTMLElement[] {
    const { at, environment, dependencies, held, longest, replayed, kept, keys } = recovery;
    const time = element("time", {}, clock(at));
    mark(time, "title", new Date(at).toLocaleString());
    const shown = dependencies.slice(0, LISTED).map((each) => this.#dependency(each));
    const folded = dependencies.slice(LISTED).map((each) => this.#dependency(each));
    const parts: HTMLElement[] = [
      element("span", { class: "dot" }),
      element("p", { class: "when" }, time, element("span", { class: "chip" }, environment)),
      element("ul", { class: "dependencies" }, ...shown),
    ];
    if (folded.length > 0) parts.push(fold(`${figure(folded.length)} more`, folded));
    parts.push(
      figures([
        [figure(held), "held"],
        [held > 0 ? duration(longest) : "–", "longest"],
        [figure(replayed), "replayed"],
        [kept === undefined ? "?" : figure(kept), "kept"],
      ]),
      element(
        "p",
        { class: "without" },
        element("b", {}, "Without rwstate"),
        `, ${lost(recovery)}`,
      ),
    );
    if (keys.length > 0) {
      const hidden = (kept ?? 0) - keys.length;
      const names = keys.map((key) => element("li", {}, element("code", {}, key)));
      if (hidden > 0) names.push(element("li", {}, `and ${figure(hidden)} more`));
      parts.push(fold(`Kept ${entries(kept ?? keys.length)}`, names));
    }
    return parts;
  }

  #dependency({ name, importer }: Dependency): HTMLElement {
    const item = element("li", {}, element("code", {}, name));
    if (importer === undefined) return item;
    const open = button({ class: "importer", title: openTitle(importer) }, () =>
      this.#open({ file: absolute(this.#root, importer), line: 0 }),
    );
    open.textContent = importer;
    item.append(element("span", { class: "by" }, "imported by "), open);
    return item;
  }

  /** What rwstate was good for, all told. */
  #sum(recoveries: Recovery[]): void {
    const sum = (of: (recovery: Recovery) => number) =>
      recoveries.reduce((total, recovery) => total + of(recovery), 0);
    const kept = sum((recovery) => recovery.kept ?? 0);
    const held = requests(recoveries);
    const longest = Math.max(0, ...recoveries.map((recovery) => recovery.longest));
    const text = JSON.stringify([recoveries.length, kept, held, longest]);
    if (text === this.#summed) return;
    this.#summed = text;
    this.#figures.hidden = recoveries.length === 0;
    this.#figures.replaceChildren(
      ...figures([
        [figure(recoveries.length), plural(recoveries.length, "re-optimization")],
        [figure(kept), `${plural(kept, "value")} kept`],
        [figure(held), `${plural(held, "request")} held`],
        [duration(longest), "longest wait"],
      ]).children,
    );
  }
}

/**
 * How many requests were held in all. One gate holds them for all environments that re-optimize at once, and each of those
 * tells of the same requests.
 */
function requests(recoveries: Recovery[]): number {
  let sum = 0;
  let previous: Recovery | undefined;
  for (const recovery of recoveries) {
    const isSame =
      previous?.held === recovery.held &&
      previous.longest === recovery.longest &&
      previous.environment !== recovery.environment;
    if (!isSame) sum += recovery.held;
    previous = recovery;
  }
  return sum;
}

function figures(pairs: [figure: string, name: string][]): HTMLElement {
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
