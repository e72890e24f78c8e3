// Counts the dev servers that a spec file starts. Files share an instance of this module where a process runs them one after the other.
let started = 0;

/** Counts a dev server. */
export function countServer() {
  started++;
}

/** How many were started since this was called before. */
export function takeStarted() {
  const count = started;
  started = 0;
  return count;
}
