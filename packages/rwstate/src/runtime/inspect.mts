/**
 * Answers the inspector in a runner, and checks the classes of instances. The state module imports it in dev, when the inspector asks for the
 * first time.
 *
 * No value leaves the realm: only short texts of values are sent.
 */
import { getRwState, resetRwState, rwStateEntries } from "rwstate/state";
import { kindOf, looksSecret, preview } from "./preview.mjs";

type Hot = Pick<NonNullable<ImportMeta["hot"]>, "send">;

/** Reports all entries but rwstate's own, in the order in which they began. */
export function entries(hot: Hot): void {
  const reported = [...rwStateEntries()]
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
  send(hot, "rwstate:entries-reported", JSON.stringify(reported));
}

/** Resets an entry, and reports when that is done. */
export async function reset(hot: Hot, key: string): Promise<void> {
  await resetRwState(key);
  send(hot, "rwstate:entry-reset", key);
}

/** Reports entries that hold an instance of a class whose module was evaluated again since. `read` returns the class as it is now. */
export function classes(pairs: [key: string, read: () => unknown][]): void {
  for (const [key, read] of pairs) {
    try {
      const now = read();
      const value = getRwState(key);
      if (typeof now === "function" && isOfOlder(value, now)) {
        import.meta.hot?.send("rwstate:stale", { key, class: now.name });
      }
    } catch {
      // The class is not initialized yet, in a cycle of imports.
    }
  }
}

/** Sends a message to the dev server. It never throws. */
function send(hot: Hot, event: string, data: string): void {
  try {
    hot.send(event, data);
  } catch {
    // It throws in workerd in the context of another request or Durable Object.
  }
}

/** Whether a value is an instance of another class with the same name. */
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
