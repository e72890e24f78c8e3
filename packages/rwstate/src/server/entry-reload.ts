/**
 * A full reload that clears no module. Vite's runners ignore it, because it names a file of which they have no module. A host with a runner
 * of its own, such as Nitro's, imports its entry module again for every full reload, and would keep an outdated one without this.
 */
import type { DevEnvironment, HotPayload } from "vite";

type FullReload = Extract<HotPayload, { type: "full-reload" }>;

const noFile = "\0rwstate:entry";

export const entryReload: FullReload = { type: "full-reload", path: "*", triggeredBy: noFile };

export function isEntryReload(payload: Partial<HotPayload>): boolean {
  return payload.type === "full-reload" && payload.triggeredBy === noFile;
}

/**
 * Whether the host dispatches requests to the runner, as in a `FetchableDevEnvironment` (Nitro's). Such a runner answers with the entry
 * module that it holds, so a request may overtake the message that makes it import that again. Other hosts import their entry module
 * for each request. Nitro passes full reloads and custom events on to the runner, and no updates.
 */
export function holdsEntry(environment: DevEnvironment): boolean {
  return "dispatchFetch" in environment;
}
