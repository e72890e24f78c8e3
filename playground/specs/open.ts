/** Requests of the traffic app that are in it for as long as a test wants. */
import { expect } from "vitest";
import type { Lab } from "../harness/lab.mjs";

/** How often each request that counts was done, by its id. */
export async function counts(lab: Lab): Promise<Record<string, number>> {
  return (await (await lab.fetch("/counts")).json()) as Record<string, number>;
}

/** Waits until requests are in the app: that the server has them says not yet that the gate has let them in. */
export async function inApp(lab: Lab, ...ids: string[]): Promise<void> {
  await expect
    .poll(async () => Object.keys(await counts(lab)), { timeout: 10_000 })
    .toEqual(expect.arrayContaining(ids));
}

/** Begins a POST, and waits until it is in the app, where it stays until it is told to end. */
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
