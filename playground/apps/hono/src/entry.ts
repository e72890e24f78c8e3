import { Hono } from "hono";
import { handle } from "./app";

export { handle };

const app = new Hono();
app.all("*", async ({ req }) => {
  const answer = await handle(req.raw, "ssr");
  return answer instanceof Response ? answer : Response.json(answer);
});

export default app;
