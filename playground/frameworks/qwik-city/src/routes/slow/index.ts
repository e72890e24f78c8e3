import type { RequestHandler } from "@builder.io/qwik-city";
import { answer } from "../../answer";

export const onGet: RequestHandler = async ({ json, query }) => {
  const lazily = async () => (await import("../../lazy")).lazy();
  json(200, await answer(query.get("id") ?? "", "slow 0", lazily));
};
