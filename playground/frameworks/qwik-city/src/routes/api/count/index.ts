import type { RequestHandler } from "@builder.io/qwik-city";
import { answer } from "../../../answer";

export const onPost: RequestHandler = async ({ json, request }) => {
  json(200, await answer(await request.text(), "post 0"));
};
