import type { APIRoute } from "astro";
import { answer } from "../../lib/answer";

export const POST: APIRoute = async ({ request }) =>
  Response.json(await answer(await request.text(), "post 0"));
