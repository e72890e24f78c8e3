/** What the server sends, as `crates/rwstate_inspect/src/snapshot.rs` writes it. */

/** The version of this shape that the page reads. */
const VERSION = 3;

export interface Snapshot {
  version: number;
  rwstate: string;
  vite: string;
  /** Vite's root: files are shown from here. */
  root: string;
  /** When this was taken, in milliseconds since 1970. */
  at: number;
  environments: Environment[];
  /** The latest first. */
  recoveries: Recovery[];
  /** The latest first. */
  appended: Appended[];
  /** The latest first. */
  edits: Edit[];
}

export interface Environment {
  name: string;
  consumer: "server" | "client";
  /** Whether its requests wait out a re-optimization. */
  gated: boolean;
  /** Whether a runner has asked for a module of it: some environments never have one. */
  runs: boolean;
  /** Whether its runner has answered: without, nothing is known of its entries. */
  answers: boolean;
  entries: Entry[];
  twins: Twin[];
  findings: Finding[];
}

export interface Entry {
  key: string;
  kind: string;
  version?: string;
  /** Whether something is to be done when it ends. */
  disposable: boolean;
  born: number;
  survived: number;
  /** Several places are a conflict; none means that it is not known. */
  declared: Declaration[];
  /** Absent where the key looks secret. */
  preview?: string;
}

export interface Declaration {
  /** The absolute path. */
  file: string;
  /** From 1; 0 where it is not known. */
  line: number;
}

export interface Twin {
  name: string;
  ids: string[];
}

export interface Finding {
  code: string;
  severity: "error" | "warning";
  text: string;
}

export interface Recovery {
  id: number;
  at: number;
  environment: string;
  dependencies: Dependency[];
  held: number;
  longest: number;
  replayed: number;
  /** Whether modules were evaluated again. */
  reloaded: boolean;
  /** How many entries were kept; absent where no runner answered, and where none was at stake. */
  kept?: number;
  /** The keys of those, as far as a bound. */
  keys: string[];
}

/** Dependencies that were appended together. */
export interface Appended {
  id: number;
  at: number;
  environment: string;
  dependencies: Dependency[];
  milliseconds: number;
}

/** What a runner evaluated again for what was saved. */
export interface Edit {
  id: number;
  at: number;
  environment: string;
  /** As far as a bound; none where all were. */
  evaluated: Evaluated[];
  /** How many they are. */
  count: number;
  /** How many other modules the runner has kept. */
  kept: number;
  /** Absent where the runner has not said that it has evaluated them. */
  milliseconds?: number;
  /** Why all were evaluated, and the file that triggered it. */
  reload?: { reason: string; file?: string };
}

export interface Evaluated {
  /** From the root. */
  module: string;
  why: "changed" | "importer" | "registry" | "invalidated";
  /** Of an importer, what it imports. */
  imports?: string;
}

/** What has happened in an environment. */
export type Moment = Recovery | Appended | Edit;

export interface Dependency {
  name: string;
  /** From the root. */
  importer?: string;
}

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
