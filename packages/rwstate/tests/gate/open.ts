/** Gates for tests, with the real addon. */
import { readFile } from "node:fs/promises";
import { Adapter } from "../../dist/gate/adapter.js";
import { Requests } from "../../dist/gate/requests.js";
import { loadBinding, type Gate } from "../../dist/binding.js";

export const binding = loadBinding();

/** The core of a gate with default options. */
export async function createGate() {
  const text = await readFile(new URL("../../dist/runtime/state.mjs", import.meta.url), "utf8");
  return new binding.Gate(new binding.Plan(undefined, "/state.mjs", text));
}

/** A gate with no parts, and the actions that it has emitted. */
export async function openAdapter(gate?: Gate) {
  const adapter = new Adapter(gate ?? (await createGate()), binding.Act);
  const done: string[] = [];
  for (const action of [
    "admit",
    "replay",
    "settle",
    "explain",
    "forward",
    "drop",
    "ping",
    "disturb",
    "fail",
  ] as const) {
    adapter.on(action, (...words: unknown[]) => void done.push([action, ...words].join(" ")));
  }
  adapter.on("report", () => void done.push("report"));
  return { adapter, done };
}

/** A gate with real requests, and the requests that its core was notified of. */
export async function openWithRequests() {
  const gate = await createGate();
  const arrivals: number[] = [];
  const times: { since: number; now: number }[] = [];
  const arrive = gate.arrive.bind(gate);
  gate.arrive = (request, replayable, since, now) => {
    arrivals.push(request);
    times.push({ since, now });
    return arrive(request, replayable, since, now);
  };
  const adapter = new Adapter(gate, binding.Act);
  const requests = new Requests(adapter, binding.End);
  return { requests, adapter, arrivals, times };
}
