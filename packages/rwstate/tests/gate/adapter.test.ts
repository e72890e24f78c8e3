/** The adapter between the gate and its core. */
import { expect, test } from "vitest";
import { binding, openAdapter } from "./open.js";

test("an action that another action causes is emitted after those that are queued", async () => {
  const { adapter, done } = await openAdapter();
  adapter.on("admit", (request) => {
    // The first request is answered at once: the edit that waits for it goes on.
    if (request === 0) adapter.notify((gate, now) => gate.leave(0, binding.End.Done, now));
  });
  const { edit, ready } = adapter.beginEdit(0, "whole");
  await ready;
  adapter.notify((gate, now) => gate.arrive(0, true, now, now));
  adapter.notify((gate, now) => gate.arrive(1, true, now, now));
  expect(done).toEqual(["disturb"]);
  adapter.endEdit(edit);
  expect(done).toEqual(["disturb", "admit 0", "admit 1", "report"]);
  adapter.close();
});

test("a gate that fails lets all requests and edits go on, and reports that once", async () => {
  const { adapter, done } = await openAdapter();
  adapter.notify((gate, now) => gate.arrive(0, true, now, now));
  const { ready } = adapter.beginEdit(0, "whole");
  const opened = adapter.opened();
  adapter.notify(() => {
    throw new Error("a bug");
  });
  await Promise.all([ready, opened]);
  adapter.notify((gate, now) => gate.tick(now));
  await adapter.beginEdit(0, "whole").ready;
  expect(done.filter((what) => what !== "disturb")).toEqual(["admit 0", "fail Error: a bug"]);
});
