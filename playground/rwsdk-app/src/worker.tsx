import { env } from "cloudflare:workers";
import { realtimeRoute, renderRealtimeClients } from "rwsdk/realtime/worker";
import { render, route } from "rwsdk/router";
import { defineApp } from "rwsdk/worker";
import { Document } from "@/app/document";
import { Home } from "@/app/home";
import { answer } from "@/answer";
import { report } from "@/report";

export { RealtimeDurableObject } from "rwsdk/realtime/durableObject";
export { Counter } from "@/counter";

export default defineApp([
  realtimeRoute(() => env.REALTIME),
  route("/report", async () => Response.json(await report())),
  route("/counter", ({ request }) => env.COUNTER.getByName("counter").fetch(request)),
  route("/slow", async ({ request }) => {
    const id = new URL(request.url).searchParams.get("id") ?? "";
    const lazily = async () => (await import("@/lazy")).lazy();
    return Response.json(await answer(id, "slow 0", lazily));
  }),
  /** Has the page rendered again for each browser that has it open. */
  route("/publish", async ({ request }) => {
    const id = await request.text();
    await renderRealtimeClients({ durableObjectNamespace: env.REALTIME });
    return new Response(id);
  }),
  render(Document, [route("/", Home)]),
]);
