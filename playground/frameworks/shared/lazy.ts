/** What a route imports when a request comes, and never before. */
import { currentId } from "./context";

export async function lazy() {
  await Promise.resolve();
  return { lazy: "lazy 0", lazyId: currentId() };
}
