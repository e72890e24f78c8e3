import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// A run that is narrowed to one cell leaves some files without a test.
const narrowed = {
  passWithNoTests: Boolean(process.env["PLAYGROUND_VITE"] ?? process.env["PLAYGROUND_RUNTIME"]),
};

/** The specs that take longest, in `cargo xtask test`'s own table: one that began last would run alone for a while. */
const longest = [
  "edits",
  "recover",
  "registrations",
  "append",
  "situations",
  "requests",
  "lifecycle",
  "append-client",
  "hosts-nitro",
  "append-packages",
  "frameworks",
  "saves",
  "hosts",
].map((name) => `/playground/specs/${name}.spec.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((one) => moduleId.endsWith(one));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    ...narrowed,
    sequence: { sequencer: LongestFirst },
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
          // Read by each project's runner, though Vitest's types know it at the root only.
          ...narrowed,
          name: "e2e",
          include: ["playground/specs/**/*.spec.ts"],
          setupFiles: "playground/specs/setup.ts",
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // As long as a busy machine needs; Vitest's own second is too short for an edit there.
          expect: { poll: { timeout: 30_000 } },
          // A process runs files one after the other, so that their labs can have child processes in common.
          isolate: false,
          // One more than the cores that CI has: a server often waits for its watcher, its runner or a time limit.
          maxWorkers: 3,
        },
      },
    ],
  },
});
