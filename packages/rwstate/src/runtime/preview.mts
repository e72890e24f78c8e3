/**
 * Short texts for values of every kind, for the inspector's page.
 *
 * Nothing here calls a getter, a proxy's trap, `toString` or anything else of the user's: values are read by their descriptors and by
 * the realm's own functions. Where the realm cannot tell a proxy, plain objects and arrays are shown as no more than that.
 */
import { identify } from "./preview/identify.mjs";
import { newRoom } from "./preview/room.mjs";
import { isObject, show } from "./preview/show.mjs";
import { line } from "./preview/text.mjs";

export { looksSecret } from "./preview/secrets.mjs";

/** More than a preview comes to by itself; in UTF-8 a third of 8 KB is left. */
const mostText = 1800;

/** What a value is: `AsyncLocalStorage`, `Map`, `number`, `null`, the name of a class. At most 64 characters. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (!isObject(value)) return typeof value;
  try {
    const { form, name } = identify(value);
    return form === "Function" ? "function" : name || "Object";
  } catch {
    return typeof value;
  }
}

/** A short text for a value: about 1,000 characters at most, and never more than 8 KB. */
export function preview(value: unknown): string {
  try {
    const text = show(value, newRoom(), undefined);
    return text.length > mostText ? line(text, mostText) : text;
  } catch {
    // The caller has used up the stack.
    return "(unreadable)";
  }
}
