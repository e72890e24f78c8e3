import { DurableObject } from "cloudflare:workers";
import { answer } from "@/answer";

/** The instances in this realm. */
const realm = globalThis as { playgroundCounters?: number };

/** A Durable Object, which names its instance. */
export class Counter extends DurableObject {
  readonly #number = (realm.playgroundCounters = (realm.playgroundCounters ?? 0) + 1);

  override async fetch(request: Request): Promise<Response> {
    const headers = { "x-instance": String(this.#number) };
    return Response.json(await answer(await request.text(), "post 0"), { headers });
  }
}
