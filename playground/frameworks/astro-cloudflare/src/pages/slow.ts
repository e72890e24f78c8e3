import type { APIRoute } from "astro";
import { answer } from "../lib/answer";

export const GET: APIRoute = async ({ url }) => {
  const lazily = async () => (await import("../lib/lazy")).lazy();
  return Response.json(await answer(url.searchParams.get("id") ?? "", "slow 0", lazily));
};
