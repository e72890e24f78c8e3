/** Plain state that no edit touches. */
let hits = 0;

export function hit(): number {
  return ++hits;
}
