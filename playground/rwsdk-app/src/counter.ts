import { DurableObject } from "cloudflare:workers";
import { answer } from "@/answer";

/** A Durable Object whose class is evaluated again with each edit. */
export class Counter extends DurableObject {
  override async fetch(request: Request): Promise<Response> {
    return Response.json(answer(await request.text(), "object 0"));
  }
}
