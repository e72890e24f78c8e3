import { answer } from "../../../lib/answer";

export async function POST(request: Request): Promise<Response> {
  return Response.json(await answer(await request.text(), "post 0"));
}
