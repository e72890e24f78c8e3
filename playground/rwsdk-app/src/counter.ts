import { DurableObject } from "cloudflare:workers";
import { answer } from "@/answer";

/** A Durable Object whose class is evaluated again with each edit. */
export class Counter extends DurableObject {
  override async fetch(request: Request): Promise<Response> {
    return Response.json(await answer(await request.text(), "post 0"));
  }
}
