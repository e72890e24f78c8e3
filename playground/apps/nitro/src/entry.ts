import { handle } from "./app";

export default {
  async fetch(request: Request): Promise<Response> {
    const answer = await handle(request, "nitro");
    return answer instanceof Response ? answer : Response.json(answer);
  },
};
