// Counts the dev servers that a spec file starts. Each file has its own instance of this module.
let started = 0;

/** Counts a dev server. */
export function countServer() {
  started++;
}

export function startedServers() {
  return started;
}
