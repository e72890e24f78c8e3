/**
 * Makes short texts of values of every kind, for the inspector's page.
 *
 * No code of a value runs: no getter, no trap of a proxy, no `toString`. Values are read by their property descriptors and by the realm's
 * built-in functions. In a realm that cannot detect proxies the contents of plain objects and arrays are not shown.
 */
import { identify } from "./preview/identify.mjs";
import { newBudget } from "./preview/budget.mjs";
import { isObject, show } from "./preview/show.mjs";
import { line } from "./preview/text.mjs";

export { looksSecret } from "./preview/secrets.mjs";

/** The most characters of a preview, which few exceed. In UTF-8 each takes 3 bytes at most, so it is less than 8 KB. */
const mostText = 1800;

/** The kind of a value: `AsyncLocalStorage`, `Map`, `number`, `null`, the name of a class. At most 64 characters. */
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

/** A short text for a value: about 1,000 characters at most, and never more than 8 KB. It never throws. */
export function preview(value: unknown): string {
  try {
    const text = show(value, newBudget(), undefined);
    return text.length > mostText ? line(text, mostText) : text;
  } catch {
    // The caller has used up the stack.
    return "(unreadable)";
  }
}
