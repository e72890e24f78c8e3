import type { APIRoute } from "astro";
import { answer } from "../../lib/answer";

export const POST: APIRoute = async ({ request }) =>
  Response.json(answer(await request.text(), "route 0"));
