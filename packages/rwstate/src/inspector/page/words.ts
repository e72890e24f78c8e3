/** Numbers, times and effects in words. */
import type { Edit, Evaluated, Recovery } from "./snapshot.js";

export function count(number: number, one: string, many = `${one}s`): string {
  return `${figure(number)} ${plural(number, one, many)}`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? one : many;
}

export function entries(number: number): string {
  return count(number, "entry", "entries");
}

export function figure(number: number): string {
  return number.toLocaleString("en");
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** How old something is, in its largest unit. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** The time of day, in the form of the terminal. */
export function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** The effect that a re-optimization would have had, to follow "Without rwstate, "; `undefined` if no entry was at stake. */
export function lost({ reloaded, kept, held }: Recovery): string | undefined {
  if (!reloaded || !kept) return undefined;
  const losses = [`${entries(kept)} would have been reset`];
  if (held) losses.push(`${count(held, "request")} could have failed or met old modules`);
  return `${losses.join(", and ")}.`;
}

/** The reason why no effect is shown. */
export function unharmed({ reloaded, kept }: Recovery): string {
  if (!reloaded) return "Nothing was reloaded: no entry was at stake.";
  return kept === 0
    ? "There was no entry to keep."
    : "No runner answered how many entries it kept.";
}

/** Why a module was evaluated again, to follow its name. */
export function why({ why: reason, imports }: Evaluated): string {
  switch (reason) {
    case "changed":
      return "changed";
    case "importer":
      return `imports ${imports ?? "what was evaluated again"}`;
    case "registry":
      return "what changed registers with it";
    case "invalidated":
      return "was invalidated by a plugin";
  }
}

/** The reason for a reload of every module. */
export function everything({ reason, file }: NonNullable<Edit["reload"]>): string {
  return `Every module was evaluated again${file === undefined ? "" : ` for ${file}`}: ${reason}.`;
}
