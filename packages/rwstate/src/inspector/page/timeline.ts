/** The timeline of edits, appended dependencies and re-optimizations, the latest first, with their figures. */
import { element, find, Parts, type Part } from "./dom.js";
import { figures, momentContent } from "./moment.js";
import type { Open } from "./places.js";
import { countAppended, moments, type Moment, type Recovery, type Snapshot } from "./snapshot.js";
import { duration, figure, plural } from "./words.js";

export class Timeline {
  readonly #figures = find("#figures");
  readonly #empty = find("#timeline-empty");
  readonly #open: Open;
  readonly #parts: Parts<Moment>;
  #root = "";
  #latest: number | undefined;
  #summed = "";

  constructor(open: Open) {
    this.#open = open;
    this.#parts = new Parts(
      find("#timeline > ol"),
      // Ids begin at 0 again when the server is started again.
      ({ id, at }) => `${id} ${at}`,
      (moment) => this.#moment(moment),
    );
  }

  show(snapshot: Snapshot): void {
    const all = moments(snapshot);
    this.#root = snapshot.root;
    this.#empty.hidden = all.length > 0;
    this.#parts.update(all);
    this.#latest = all[0]?.at ?? 0;
    this.#sum(snapshot);
  }

  #moment({ at }: Moment): Part<Moment> {
    const node = element("li", { class: "moment" });
    if (this.#latest !== undefined && at > this.#latest) node.classList.add("fresh");
    let shown = "";
    return {
      node,
      update: (now) => {
        const text = JSON.stringify(now);
        if (text === shown) return;
        shown = text;
        node.replaceChildren(...momentContent(now, this.#root, this.#open));
      },
    };
  }

  /** Shows the totals. */
  #sum(snapshot: Snapshot): void {
    const { recoveries, edits } = snapshot;
    const appended = countAppended(snapshot);
    const pairs: [figure: string, name: string][] = [
      [figure(edits.length), plural(edits.length, "edit")],
      [figure(appended), `${plural(appended, "dependency", "dependencies")} appended`],
      [figure(recoveries.length), plural(recoveries.length, "re-optimization")],
    ];
    if (recoveries.length > 0) pairs.push(...costs(recoveries));
    const text = JSON.stringify(pairs);
    if (text === this.#summed) return;
    this.#summed = text;
    this.#figures.hidden = edits.length + appended + recoveries.length === 0;
    this.#figures.replaceChildren(...figures(pairs).children);
  }
}

function costs(recoveries: Recovery[]): [figure: string, name: string][] {
  const kept = recoveries.reduce((sum, recovery) => sum + (recovery.kept ?? 0), 0);
  const held = requests(recoveries);
  const longest = Math.max(0, ...recoveries.map((recovery) => recovery.longest));
  return [
    [figure(kept), `${plural(kept, "value")} kept`],
    [figure(held), `${plural(held, "request")} held`],
    [duration(longest), "longest wait"],
  ];
}

/**
 * How many requests were held in total. One gate holds requests for all environments, so those that re-optimize at once report the same
 * requests.
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
