/**
 * A full reload that clears nothing. A runner of Vite's ignores one for a file of which it has no module; a host with a runner of its
 * own, such as Nitro's, takes each as a reason to import its entry again, and would otherwise go on with the one that it holds.
 */
import type { HotPayload } from "vite";

type FullReload = Extract<HotPayload, { type: "full-reload" }>;

const noFile = "\0rwstate:entry";

export const entryReload: FullReload = { type: "full-reload", path: "*", triggeredBy: noFile };

export function isEntryReload(payload: Partial<HotPayload>): boolean {
  return payload.type === "full-reload" && payload.triggeredBy === noFile;
}
