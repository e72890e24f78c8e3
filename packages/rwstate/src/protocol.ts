/**
 * What a dev server and the runners of its environments know one another by: the anchor, and the names of custom events.
 *
 * The runtime modules import nothing of the plugin, so they have the same names as literals: `tests/protocol.test.ts` holds them equal.
 */

/** What holds the state of a realm on its `globalThis`. */
export const anchorKey = Symbol.for("rwstate/v1");

/** Events that a server sends to a runner. */
export const toRunner = {
  /** It is there, whatever was sent before. */
  hail: "rwstate:hail",
  /** What was sent before has been dealt with, once the runner answers: a `pong`. */
  ping: "rwstate:ping",
  /** The next update evaluates these modules again. */
  outdated: "rwstate:outdated",
  /** The inspector asks for the entries. */
  entries: "rwstate:entries",
  /** The inspector resets an entry. */
  reset: "rwstate:reset",
  /** The server closes: entries end. */
  end: "rwstate:end",
} as const;

/** Events that a runner sends to its server. */
export const toServer = {
  /** The state module is evaluated, or was hailed. */
  hello: "rwstate:hello",
  /** The answer to a `ping`. */
  pong: "rwstate:pong",
  /** There is something to close. */
  holds: "rwstate:holds",
  /** So many entries are ending. */
  ending: "rwstate:ending",
  /** They have ended. */
  ended: "rwstate:ended",
  /** A callback of an entry has failed. */
  failed: "rwstate:failed",
  /** An entry holds an instance of an older class. */
  stale: "rwstate:stale",
  /** The entries, as JSON. */
  told: "rwstate:told",
  /** An entry was reset. */
  wasReset: "rwstate:was-reset",
  /** The runner disposes of outdated modules before an update. */
  disposes: "rwstate:disposes",
  /** It has disposed of an update's. */
  disposed: "rwstate:disposed",
  /** It has evaluated an update's. */
  evaluated: "rwstate:evaluated",
  /** A module has failed as it was evaluated. */
  notEvaluated: "rwstate:not-evaluated",
} as const;
