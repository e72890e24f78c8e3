/** Reads what the server sends, and says which of its moments is which. */
import {
  VERSION,
  type Appended,
  type Edit,
  type Recovery,
  type Snapshot,
} from "./snapshot-types.js";

export type * from "./snapshot-types.js";

/** What has happened in an environment. */
export type Moment = Recovery | Appended | Edit;

export function isEdit(moment: Moment): moment is Edit {
  return "evaluated" in moment;
}

export function isAppended(moment: Moment): moment is Appended {
  return "milliseconds" in moment && !isEdit(moment);
}

/** All moments, the latest first. */
export function moments({ recoveries, appended, edits }: Snapshot): Moment[] {
  return [...recoveries, ...appended, ...edits].sort((a, b) => b.at - a.at || b.id - a.id);
}

/** How many dependencies were appended. */
export function countAppended({ appended }: Snapshot): number {
  return appended.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
}

/**
 * Reads a snapshot.
 *
 * @throws {Error} It has another version; the message says what to do.
 */
export function readSnapshot(text: string): Snapshot {
  const snapshot = JSON.parse(text) as Snapshot;
  if (snapshot.version === VERSION) return snapshot;
  throw new Error(
    `This page reads version ${VERSION} of the state, and the server sends version ${snapshot.version}: ` +
      "rwstate was replaced while the page was open. Reload the page.",
  );
}
