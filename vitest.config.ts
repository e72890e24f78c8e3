import { defineConfig } from "vitest/config";

// A run that is narrowed to one cell leaves some files without a test.
const narrowed = {
  passWithNoTests: Boolean(process.env["PLAYGROUND_VITE"] ?? process.env["PLAYGROUND_RUNTIME"]),
};

/** Specs that judge times, or what a server does under load: nothing else runs beside them. */
const alone = ["hosts", "memory", "quiet", "recover", "requests", "situations"].map(
  (name) => `playground/specs/${name}.spec.ts`,
);

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
          include: ["packages/rwstate/tests/**/*.test.ts", "bench/shared/*.test.mjs"],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...e2e,
          name: "e2e",
          include: ["playground/specs/**/*.spec.ts"],
          exclude: alone,
          // Two servers at a time: while one waits for its watcher or its runner, the other has the cores that CI has.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...e2e,
          name: "e2e-alone",
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
