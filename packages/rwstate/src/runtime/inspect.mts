/**
 * What only the inspector and the check of classes need of a runner: loaded in dev, when there is something to look at.
 *
 * Values never leave the realm; what is sent of them are short texts.
 */
import { getRwState, resetRwState, rwStateEntries } from "rwstate/state";
import { kindOf, looksSecret, preview } from "./preview.mjs";

/** What an answer is sent to. */
type Hot = Pick<NonNullable<ImportMeta["hot"]>, "send">;

/** Tells of the entries, in the order in which they began. rwstate's own are none of the user's business. */
export function entries(hot: Hot): void {
  const told = [...rwStateEntries()]
    .filter(([key]) => !key.startsWith("rwstate:"))
    .map(([key, { value, version, dispose, born }]) => ({
      key,
      kind: kindOf(value),
      version:
        version === undefined
          ? undefined
          : typeof version === "string"
            ? JSON.stringify(version)
            : String(version),
      disposable: dispose !== undefined,
      born: born ?? 0,
      preview: looksSecret(key) ? undefined : preview(value),
    }));
  hot.send("rwstate:entries-reported", JSON.stringify(told));
}

/** Resets an entry, and says when that is done. */
export async function reset(hot: Hot, key: string): Promise<void> {
  await resetRwState(key);
  hot.send("rwstate:entry-reset", key);
}

/** Says which entries hold an instance of a class that has another one's name: the class's module was evaluated again. */
export function classes(pairs: [key: string, read: () => unknown][]): void {
  for (const [key, read] of pairs) {
    try {
      const now = read();
      const value = getRwState(key);
      if (typeof now === "function" && isOfOlder(value, now)) {
        import.meta.hot?.send("rwstate:stale", { key, class: now.name });
      }
    } catch {
      // A class that is not initialized yet, in a cycle of imports: nothing can be said of it.
    }
  }
}

/** Whether a value is an instance of a class that has this one's name, and is not this one. */
function isOfOlder(value: unknown, now: { name: string; prototype?: unknown }): boolean {
  if (typeof value !== "object" || value === null) return false;
  let isOlder = false;
  for (let it: unknown = value; (it = Object.getPrototypeOf(it));) {
    if (it === now.prototype) return false;
    const maker: unknown = Object.getOwnPropertyDescriptor(it, "constructor")?.value;
    isOlder ||= typeof maker === "function" && maker.name === now.name;
  }
  return isOlder;
}
