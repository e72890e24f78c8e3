import { defineConfig } from "vitest/config";

// A run that is narrowed to one cell leaves some files without a test.
const narrowed = {
  passWithNoTests: Boolean(process.env["PLAYGROUND_VITE"] ?? process.env["PLAYGROUND_RUNTIME"]),
};

/**
 * Nothing runs beside it. The server of Nitro's worker closes connections that were quiet for five seconds, as those are that wait for a slow
 * re-optimization, and a request that Nitro's proxy sends just then fails: "socket hang up".
 */
const alone = "playground/specs/hosts-nitro.spec.ts";

const e2e = {
  // Read by each project's runner, though Vitest's types know it at the root only.
  ...narrowed,
  setupFiles: "playground/specs/setup.ts",
  testTimeout: 180_000,
  hookTimeout: 120_000,
  // As long as a busy machine needs; Vitest's own second is too short for an edit there.
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  test: {
    ...narrowed,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/rwstate/tests/**/*.test.ts", "bench/*/*.test.mjs"],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...e2e,
          name: "e2e",
          include: ["playground/specs/**/*.spec.ts"],
          exclude: [alone],
          // A process runs files one after the other, so that their labs can have child processes in common.
          isolate: false,
          // One more than the cores that CI has: a server often waits for its watcher, its runner or a time limit.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...e2e, name: "e2e-alone", include: [alone], sequence: { groupOrder: 2 } } },
    ],
  },
});
