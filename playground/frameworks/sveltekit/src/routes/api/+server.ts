import { answer } from "#lib/server/answer.ts";
import { json } from "@sveltejs/kit";
import type { RequestHandler } from "./$types";

export const POST: RequestHandler = async ({ request }) =>
  json(answer(await request.text(), "route 0"));
