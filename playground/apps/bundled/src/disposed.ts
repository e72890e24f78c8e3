/** A module with a disposer: it has an interval, and a lock that only one instance may hold. */
interface Ends {
  alive: number;
  log: string[];
}

const ends = ((globalThis as { playgroundEnds?: Ends }).playgroundEnds ??= { alive: 0, log: [] });
const number = ((import.meta.hot?.data as { number?: number })?.number ?? 0) + 1;

if (ends.alive > 0) ends.log.push(`${number} began before its predecessor had ended`);
ends.alive++;

import.meta.hot?.dispose(async (data: { number?: number }) => {
  data.number = number;
  await new Promise((resolve) => setTimeout(resolve, 20));
  ends.alive--;
});

export const disposed = () => ({ number, ...ends });
