import { createFileRoute } from "@tanstack/react-router";
import { answer } from "../../answer";

export const Route = createFileRoute("/api/count")({
  server: {
    handlers: {
      POST: async ({ request }) => Response.json(await answer(await request.text(), "post 0")),
    },
  },
});
