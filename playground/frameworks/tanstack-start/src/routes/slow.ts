import { createFileRoute } from "@tanstack/react-router";
import { answer } from "../answer";

export const Route = createFileRoute("/slow")({
  server: {
    handlers: {
      GET: async ({ request }) => {
        const id = new URL(request.url).searchParams.get("id") ?? "";
        const lazily = async () => (await import("../lazy")).lazy();
        return Response.json(await answer(id, "slow 0", lazily));
      },
    },
  },
});
