/** What each response says of the app: its answer to a request with an id, made in the context of that request. */
import { within } from "./context";
import { content } from "./content";

/**
 * @param own what the route's own file says
 * @param more what the route finds out within the context
 */
export function answer(id: string, own: string, more?: () => object | Promise<object>) {
  return within(id, () => content(own, more));
}
