import { defineAction } from "astro:actions";
import { z } from "astro/zod";
import { answer } from "../lib/answer";

export const server = {
  count: defineAction({
    input: z.string(),
    handler: async (id) => JSON.stringify(await answer(id, "action 0")),
  }),
};
