import type { Context } from "hono";
import { answer } from "./answer";

export async function slow(context: Context): Promise<Response> {
  const lazily = async () => (await import("./lazy")).lazy();
  return context.json(await answer(context.req.query("id") ?? "", "slow 0", lazily));
}
