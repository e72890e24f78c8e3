// Counts the dev servers that a spec file starts: each file has an instance of this module of its own.
let started = 0;

/** A dev server is being started. */
export function countServer() {
  started++;
}

export function startedServers() {
  return started;
}
