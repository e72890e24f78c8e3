import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
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
          include: ["playground/specs/**/*.spec.ts"],
          // One dev server at a time: two would fight for the two cores that CI has.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // A run that is narrowed to one cell leaves some files without a test.
    passWithNoTests: Boolean(process.env["PLAYGROUND_VITE"] ?? process.env["PLAYGROUND_RUNTIME"]),
  },
});
