import type { Context } from "hono";
import { answer } from "./answer";

export async function count(context: Context): Promise<Response> {
  return context.json(await answer(await context.req.text(), "post 0"));
}
