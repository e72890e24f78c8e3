/** A worker with two Durable Objects: the module of one is edited, that of the other is not. */
import { env } from "cloudflare:workers";
import { text } from "./text";
import { late } from "./late";
import type { Base } from "./base";

export { Counter } from "./counter";
export { Edited } from "./edited";

interface Env {
  COUNTER: DurableObjectNamespace<Base>;
  EDITED: DurableObjectNamespace<Base>;
}

export default {
  async fetch(request: Request) {
    const wait = Number(new URL(request.url).searchParams.get("wait"));
    const { COUNTER, EDITED } = env as unknown as Env;
    const [counter, edited] = await Promise.all([
      COUNTER.getByName("one").hit(wait),
      EDITED.getByName("one").hit(wait),
    ]);
    return Response.json({ text, late: Object.keys(late), counter, edited });
  },
};
