/** State that no edit of another module resets. */
// In the realm, not in a module: what this one wrote to while it is evaluated would be evaluated again with it.
const realm = globalThis as { playgroundEvaluations?: number };
realm.playgroundEvaluations = (realm.playgroundEvaluations ?? 0) + 1;

export const evaluations = (): number => realm.playgroundEvaluations!;

/** It has nothing to do with the state below, so that a call of it while another module is evaluated leaves that alone. */
export const labeled = (text: string): string => `text: ${text}`;

let hits = 0;

export const map = new Map<string, number>();

class Counter {
  count = 0;
}
export const counter = new Counter();

/** Another one with each evaluation. */
export const token = {};

export function hit(): number {
  counter.count++;
  map.set("hits", hits + 1);
  return ++hits;
}
