import type { LoaderFunctionArgs } from "react-router";
import { answer } from "../answer";

export async function loader({ request }: LoaderFunctionArgs) {
  const lazily = async () => (await import("../lazy")).lazy();
  const id = new URL(request.url).searchParams.get("id") ?? "";
  return Response.json(await answer(id, "slow 0", lazily));
}
