/** State that no edit of another module resets. */
// In the realm, not in a module: a module that this one writes to while it is evaluated would be evaluated again with it.
const realm = globalThis as { playgroundEvaluations?: number };
realm.playgroundEvaluations = (realm.playgroundEvaluations ?? 0) + 1;

export const evaluations = (): number => realm.playgroundEvaluations!;

/** It does not use the state below, so a call of it during the evaluation of another module must not reset that. */
export const labeled = (text: string): string => `text: ${text}`;

let hits = 0;

export const map = new Map<string, number>();

class Counter {
  count = 0;
}
export const counter = new Counter();

/** Different for each evaluation. */
export const token = {};

export function hit(): number {
  counter.count++;
  map.set("hits", hits + 1);
  return ++hits;
}
