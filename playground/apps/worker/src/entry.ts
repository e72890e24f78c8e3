import { handle } from "./app";

export default {
  fetch: async (request: Request) => Response.json(await handle(request, "worker")),
};
