import { handle } from "./app";

export default {
  async fetch(request: Request) {
    const answer = await handle(request, "worker");
    return answer instanceof Response ? answer : Response.json(answer);
  },
};
