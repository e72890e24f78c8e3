/** Plain state that no edit touches: a variable and a map, which count alike. */
let hits = 0;
const counts = new Map<string, number>();

export function hit(): number {
  return ++hits;
}

export function count(): number {
  const next = (counts.get("answers") ?? 0) + 1;
  counts.set("answers", next);
  return next;
}
