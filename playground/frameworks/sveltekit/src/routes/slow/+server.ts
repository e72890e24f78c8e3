import { answer } from "#lib/answer.ts";
import { json } from "@sveltejs/kit";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ url }) =>
  json(
    await answer(url.searchParams.get("id") ?? "", "slow 0", async () =>
      (await import("#lib/lazy.ts")).lazy(),
    ),
  );
