import type { APIEvent } from "@solidjs/start/server";
import { answer } from "../answer";

export async function GET({ request }: APIEvent): Promise<Response> {
  const lazily = async () => (await import("../lazy")).lazy();
  const id = new URL(request.url).searchParams.get("id") ?? "";
  return Response.json(await answer(id, "slow 0", lazily));
}
