/** A setup file for Vitest, which `statePlugin()` adds: each test file begins with no state, whether Vitest isolates test files or not. */
import { resetRwState } from "rwstate/testing";
import { rwStateEntries } from "rwstate/state";

// Without isolation there are entries of the test file before. Modules hold their values, so they have to be evaluated again.
if (rwStateEntries().size > 0) {
  await resetRwState();
  const { vi } = await import("vitest");
  vi.resetModules();
}
