import { answer } from "../../lib/answer";

export async function GET(request: Request): Promise<Response> {
  const lazily = async () => (await import("../../lib/lazy")).lazy();
  const id = new URL(request.url).searchParams.get("id") ?? "";
  return Response.json(await answer(id, "slow 0", lazily));
}
