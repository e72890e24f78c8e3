/** The edits of a gate. */
import { expect, test } from "vitest";
import { Edits } from "../../dist/gate/edits.js";
import { openWithRequests } from "./open.js";

test("with hmr off an edit ends by itself", async () => {
  const { adapter } = await openWithRequests();
  const edits = new Edits(adapter, () => false);
  const changed = edits.changed([0], "/app/a.ts", "off");
  expect(adapter.isQuiet).toBe(false);
  await changed;
  await expect.poll(() => adapter.isQuiet).toBe(true);
});

test("the edit of a new file begins with the hook that names its modules, and ends with what is sent for it", async () => {
  const { adapter } = await openWithRequests();
  const edits = new Edits(adapter, () => true);
  const server: { hotUpdateEnvironments?: (...given: unknown[]) => Promise<void> } = {};
  edits.endAfter({ server } as never);
  await edits.changed([], "/app/new.ts", "on");
  edits.updating("/app/new.ts");
  await edits.update(0, { file: "/app/new.ts", modules: [] } as never);
  expect(adapter.isQuiet).toBe(true);
  await edits.update(0, { file: "/app/new.ts", modules: [{}] } as never);
  expect(adapter.isQuiet).toBe(false);
  await server.hotUpdateEnvironments!({ environments: {} }, () => Promise.resolve());
  await expect.poll(() => adapter.isQuiet).toBe(true);
});
