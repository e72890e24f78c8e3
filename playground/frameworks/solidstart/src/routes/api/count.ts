import type { APIEvent } from "@solidjs/start/server";
import { answer } from "../../answer";

export async function POST({ request }: APIEvent): Promise<Response> {
  return Response.json(await answer(await request.text(), "post 0"));
}
