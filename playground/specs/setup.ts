/** Passes the number of dev servers that each spec file has started on to the reporter `times.mjs`. */
import { afterAll } from "vitest";
import { takeStarted } from "../harness/servers.mjs";

declare module "vitest" {
  interface TaskMeta {
    servers?: number;
  }
}

// Vitest reads the used fixtures from the destructuring pattern.
// oxlint-disable-next-line no-empty-pattern
afterAll(({}, file) => {
  file.meta.servers = takeStarted();
});
