/** Has each spec file report how many dev servers it has started, for the reporter `times.mjs`. */
import { afterAll } from "vitest";
import { startedServers } from "../harness/servers.mjs";

declare module "vitest" {
  interface TaskMeta {
    servers?: number;
  }
}

// Vitest reads from the pattern which fixtures are used.
// oxlint-disable-next-line no-empty-pattern
afterAll(({}, file) => {
  file.meta.servers = startedServers();
});
