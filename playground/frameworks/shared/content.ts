/** The text as it was saved last, what the route's own file says, and how many answers there were. */
import { currentId } from "./context";
import { count, hit } from "./hits";
import { registered } from "./registry";
import { shared } from "./shared";
import "./text";

/** Defined by the app's config. */
declare const PLAYGROUND_CONFIG: string;

export async function content(own: string, more?: () => object | Promise<object>) {
  // Past an await, as in apps.
  await new Promise((resolve) => setTimeout(resolve));
  const found = await more?.();
  return {
    id: currentId(),
    text: registered(),
    own,
    hits: hit(),
    count: count(),
    shared,
    config: PLAYGROUND_CONFIG,
    ...found,
  };
}
