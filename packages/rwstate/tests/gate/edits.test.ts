/** The edits of a gate. */
import { expect, test } from "vitest";
import { Edits } from "../../dist/gate/edits.js";
import { openWithRequests } from "./open.js";

test("with hmr off an edit ends when its file is crawled and the optimizer has committed", async () => {
  const { adapter } = await openWithRequests();
  const committed: number[] = [];
  const optimizers = { commit: (id: number) => Promise.resolve(void committed.push(id)) };
  const crawled: string[] = [];
  const crawl = { file: (file: string) => Promise.resolve(void crawled.push(file)) };
  const edits = new Edits(adapter, optimizers, () => crawl);
  await edits.changed([0], "/app/a.ts", "off");
  expect(crawled).toEqual(["/app/a.ts"]);
  expect(committed).toEqual([0]);
  await expect.poll(() => adapter.isQuiet).toBe(true);
});
