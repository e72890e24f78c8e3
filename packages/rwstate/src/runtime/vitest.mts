/** One of Vitest's setup files, which `statePlugin()` adds: each test file begins with no state, whether files are isolated or not. */
import { resetRwState } from "rwstate/testing";
import { rwStateEntries } from "rwstate/state";

// There are some where files are not isolated: then modules are not either, and would go on with what they hold.
if (rwStateEntries().size > 0) {
  await resetRwState();
  const { vi } = await import("vitest");
  vi.resetModules();
}
