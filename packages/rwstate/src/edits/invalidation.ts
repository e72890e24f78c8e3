/** How Vite's module graph knows that a module is to be transformed again. The property is not public; it is the same in Vite 6, 7 and 8. */
import type { EnvironmentModuleNode, TransformResult } from "vite";

/** A module: it is transformed again where its state is a word, and "softly" invalidated, with its result kept, where it is that result. */
interface Module extends Pick<EnvironmentModuleNode, "transformResult"> {
  invalidationState?: TransformResult | "HARD_INVALIDATED" | undefined;
}

/** Whether Vite will transform a module again. */
export function isInvalidated({ invalidationState }: Module): boolean {
  return invalidationState === "HARD_INVALIDATED";
}

/** What Vite will answer a request for a module with, where it does not transform that again. */
export function resultsOf({ transformResult, invalidationState }: Module): TransformResult[] {
  const all = [transformResult, invalidationState];
  return all.filter((one) => one !== null && typeof one === "object");
}

/** The properties by which Vite knows that a module is transformed. */
export function asTransformed(transformResult: TransformResult) {
  return { transformResult, invalidationState: undefined };
}

/**
 * Forgets a soft invalidation where a module has a new transform result. It was being transformed when it was given one (`asTransformed`), which is
 * its invalidation state now. Vite expects one of the two, and would throw.
 */
export function forgetSoft(module: Module): void {
  if (typeof module.invalidationState === "object") module.invalidationState = undefined;
}
