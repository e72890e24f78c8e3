import { answer } from "#lib/answer.ts";
import { json } from "@sveltejs/kit";
import type { RequestHandler } from "./$types";

export const POST: RequestHandler = async ({ request }) =>
  json(await answer(await request.text(), "post 0"));
