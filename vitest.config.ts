import { defineConfig } from "vitest/config";

// A run that is narrowed to one cell leaves some files without a test.
const narrowed = {
  passWithNoTests: Boolean(process.env["PLAYGROUND_VITE"] ?? process.env["PLAYGROUND_RUNTIME"]),
};

export default defineConfig({
  test: {
    ...narrowed,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/rwstate/tests/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "e2e",
          // Read by each project's runner, though Vitest's types know it at the root only.
          ...narrowed,
          include: ["playground/specs/**/*.spec.ts"],
          // One dev server at a time: two would fight for the two cores that CI has.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
