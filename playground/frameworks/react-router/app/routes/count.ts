import type { ActionFunctionArgs } from "react-router";
import { answer } from "../answer";

export async function action({ request }: ActionFunctionArgs) {
  return Response.json(await answer(await request.text(), "post 0"));
}
