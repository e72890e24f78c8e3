import { Hono } from "hono";
import { answer } from "./answer";
import { count } from "./count";
import { Page } from "./page";
import { slow } from "./slow";

const app = new Hono();

app.get("/", async (context) =>
  context.html(<Page loaded={await answer(context.req.query("id") ?? "", "loaded")} />),
);
app.get("/slow", slow);
app.post("/api/count", count);

export default app;
