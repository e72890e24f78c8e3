/** Requests that stay in the traffic app until a test ends them. */
import { expect } from "vitest";
import type { Lab } from "../harness/lab.mjs";

/** By id: how often each counted request was executed. */
export async function counts(lab: Lab): Promise<Record<string, number>> {
  return (await (await lab.fetch("/counts")).json()) as Record<string, number>;
}

/** Waits until requests are in the app, which is later than in the server: the gate may hold them. */
export async function inApp(lab: Lab, ...ids: string[]): Promise<void> {
  await expect
    .poll(async () => Object.keys(await counts(lab)), { timeout: 10_000 })
    .toEqual(expect.arrayContaining(ids));
}

/** Begins a POST, and waits until it is in the app. It stays there until the test ends it. */
export async function openPost(lab: Lab, id: string) {
  let controller!: ReadableStreamDefaultController;
  const body = new ReadableStream({ start: (given) => void (controller = given) });
  const send = (text: string) => controller.enqueue(new TextEncoder().encode(text));
  send("x");
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  const answer = lab.fetch(`/open?id=${id}`, init).then((response) => response.json());
  await inApp(lab, id);
  return { answer, send, end: () => controller.close() };
}
