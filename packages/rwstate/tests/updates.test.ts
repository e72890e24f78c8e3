/** What a server sends to a runner for an edit. */
import { expect, test } from "vitest";
import type { Graph } from "../src/edits/graph.js";
import type { Prefetch } from "../src/edits/prefetch.js";
import type { Reports } from "../src/edits/reports.js";
import type { RunnerModules } from "../src/edits/runner-modules.js";
import { Updates } from "../src/edits/updates.js";

/** Sends an update to a runner that disposes of modules, and reports nothing else. */
function updated() {
  const listeners = new Map<string, (data?: unknown) => void>();
  const sent: unknown[][] = [];
  const config = {};
  const hot = {
    on: (event: string, listener: () => void) => void listeners.set(event, listener),
    send: (...message: unknown[]) => void sent.push(message),
  };
  const runner = { sent: () => [], find: () => undefined } as Partial<RunnerModules>;
  const updates = new Updates(
    { hot, getTopLevelConfig: () => config } as never,
    runner as RunnerModules,
    { rootsAbove: () => [] } as Partial<Graph> as Graph,
    { update: () => {} } as Partial<Reports> as Reports,
    { take: () => ({}) } as Partial<Prefetch> as Prefetch,
  );
  listeners.get("rwstate:can-dispose")!({ takesModules: true });
  hot.send({ type: "update", updates: [] });
  return { updates, sent, hear: (event: string, data: object) => listeners.get(event)!(data) };
}

/** Whether a promise is pending once all that is on its way has come. */
async function isPending(promise: Promise<void>): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(resolve, true));
  return Promise.race([promise.then(() => false), turn]);
}

test("the next edit waits until a runner has evaluated an update", async () => {
  const { updates, sent, hear } = updated();
  expect(sent[0]).toEqual(["rwstate:outdated", { update: 0, paths: [], modules: {} }]);
  expect(await isPending(updates.evaluated())).toBe(true);
  hear("rwstate:evaluated", { update: 0 });
  expect(await isPending(updates.evaluated())).toBe(false);
});
