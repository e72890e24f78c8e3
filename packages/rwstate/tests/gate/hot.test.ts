/** The messages that the gate withholds from runners. */
import { expect, test } from "vitest";
import { Hot } from "../../dist/gate/hot.js";
import { entryReload } from "../../dist/server/entry-reload.js";
import { createGate, openAdapter } from "./open.js";

test("the core is notified when a runner fetches modules before it answers a ping", async () => {
  const gate = await createGate();
  const fetched: number[] = [];
  const { fetch } = gate;
  gate.fetch = (environment, now) => {
    fetched.push(environment);
    return fetch.call(gate, environment, now);
  };
  const { adapter } = await openAdapter(gate);
  const listeners = new Map<string, (data: unknown) => void>();
  const sent: unknown[] = [];
  const environment = {
    hot: {
      send: (...message: unknown[]) => void sent.push(message),
      on: (event: string, listener: (data: unknown) => void) => void listeners.set(event, listener),
    },
    fetchModule: (id: string) => id,
  };
  new Hot(adapter, new Map([[0, environment as never]]));
  listeners.get("rwstate:hello")!(undefined);
  expect(environment.fetchModule("/a.js")).toBe("/a.js");
  environment.hot.send({ type: "full-reload" });
  expect(sent).toEqual([[{ type: "full-reload" }], ["rwstate:ping", 0]]);
  expect(fetched).toEqual([]);
  expect(environment.fetchModule("/a.js")).toBe("/a.js");
  expect(fetched).toEqual([0]);
  listeners.get("rwstate:pong")!({ ping: 0, kept: 0, keys: [] });
  environment.fetchModule("/a.js");
  expect(fetched).toEqual([0]);
  adapter.close();
});

test("the message that an update was sent does not overtake the update", async () => {
  const { adapter } = await openAdapter();
  const sent: unknown[] = [];
  const hot = { send: (...message: unknown[]) => void sent.push(message[0]), on: () => {} };
  new Hot(adapter, new Map([[0, { hot } as never]]));
  const { edit } = adapter.beginEdit(0, "targeted");
  const update = { type: "update", updates: [] };
  hot.send("rwstate:outdated", { update: 0, paths: [] });
  hot.send(update);
  hot.send("rwstate:update-sent", { update: 0 });
  expect(sent).toEqual(["rwstate:outdated"]);
  adapter.endEdit(edit);
  expect(sent).toEqual(["rwstate:outdated", update, "rwstate:update-sent"]);
  adapter.close();
});

test.each([
  ["wait", "holds its entry module", { dispatchFetch: () => {} }, ["forward", "forward", "ping"]],
  [
    "do not wait",
    "imports its entry module for each request",
    {},
    ["forward", "forward", "ping", "admit"],
  ],
])("requests %s for an update in a runner that %s", async (_, __, own, expected) => {
  const { adapter, done } = await openAdapter();
  const listeners = new Map<string, (data?: unknown) => void>();
  const channel = {
    send: () => {},
    on: (event: string, listener: () => void) => void listeners.set(event, listener),
  };
  new Hot(adapter, new Map([[0, { hot: channel, ...own } as never]]));
  listeners.get("rwstate:hello")!();
  const { edit } = adapter.beginEdit(0, "targeted");
  const send = channel.send as (message: object) => void;
  send({ type: "update", updates: [] });
  send(entryReload);
  adapter.endEdit(edit);
  adapter.notify((gate, now) => gate.arrive(7, true, now, now));
  const words = () => done.map((what) => what.split(" ")[0]).filter((what) => what !== "disturb");
  expect(words()).toEqual(expected);
  listeners.get("rwstate:pong")!({ ping: 0, kept: 0, keys: [] });
  expect(words()).toContain("admit");
  expect(words().at(-1)).toBe("report");
  adapter.close();
});
