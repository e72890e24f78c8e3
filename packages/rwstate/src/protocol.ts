/**
 * What a dev server and the runners of its environments know one another by: the anchor, and the names of custom events.
 *
 * The runtime modules import nothing of the plugin, so they have the same names as literals: `tests/protocol.test.ts` holds them equal.
 */

/** What holds the state of a realm on its `globalThis`. */
export const anchorKey = Symbol.for("rwstate/v1");

/** Events that a server sends to a runner. */
export const toRunner = {
  /** The server listens: messages that were sent before that are lost. */
  announce: "rwstate:announce",
  /** The runner answers with a `pong`, once it has processed all messages before. */
  ping: "rwstate:ping",
  /** The next update evaluates these modules again. */
  outdated: "rwstate:outdated",
  /** That update was sent. An environment with `hot: false` has dropped it. */
  updateSent: "rwstate:update-sent",
  /** The inspector asks for the entries. */
  entries: "rwstate:entries",
  /** The inspector resets an entry. */
  reset: "rwstate:reset",
  /** The server closes: entries end. */
  close: "rwstate:close",
} as const;

/** Events that a runner sends to its server. */
export const toServer = {
  /** The state module is evaluated, or answers an announcement. */
  hello: "rwstate:hello",
  /** The answer to a `ping`. */
  pong: "rwstate:pong",
  /** An entry has `dispose`. */
  hasDisposers: "rwstate:has-disposers",
  /** The runner has begun to dispose of so many entries. */
  closing: "rwstate:closing",
  /** All of them are disposed of. */
  closed: "rwstate:closed",
  /** A callback of an entry has failed. */
  callbackFailed: "rwstate:callback-failed",
  /** An entry holds an instance of an older class. */
  stale: "rwstate:stale",
  /** The entries, as JSON. */
  entriesReported: "rwstate:entries-reported",
  /** An entry was reset. */
  entryReset: "rwstate:entry-reset",
  /** The runner disposes of outdated modules before an update. */
  canDispose: "rwstate:can-dispose",
  /** It has disposed of those of an update. */
  disposed: "rwstate:disposed",
  /** It has evaluated those of an update. */
  evaluated: "rwstate:evaluated",
  /** A module threw while it was evaluated. */
  evaluationFailed: "rwstate:evaluation-failed",
} as const;
