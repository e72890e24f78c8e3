import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { contextStorage, getContext } from "hono/context-storage";
import { css, Style } from "hono/css";
import { basePath } from "hono/route";
import { html, raw } from "hono/html";
import { HTTPException } from "hono/http-exception";
import { createContext, jsx, useContext } from "hono/jsx";
import { streamSSE } from "hono/streaming";

const app = new Hono();
app.use(contextStorage());
app.use(async (c, next) => {
  await next();
  c.header("x-path", `${c.req.path} ${basePath(c)}`);
});
app.get("/users/:id{[0-9]+}", (c) =>
  c.json({ id: getContext().req.param("id"), q: c.req.query() }),
);
app.post("/echo", async (c) => c.text((await c.req.text()).toUpperCase(), 201));
app.get("/cookie", (c) => {
  setCookie(c, "seen", "1", { path: "/", httpOnly: true });
  return c.text(getCookie(c, "seen") ?? "none");
});
const Theme = createContext("light");
const Child = () =>
  jsx(
    "b",
    {
      class: css`
        color: ${"red"};
      `,
    },
    useContext(Theme),
    " <&>",
  );
const App = (props) => jsx(Theme.Provider, { value: props.theme }, jsx(Child, {}));
app.get("/page", (c) =>
  c.html(
    html`<body>
      ${jsx(Style, {})}${jsx(App, { theme: "dark" })}${raw("<hr>")}${"<x>"}
    </body>`,
  ),
);
app.get("/events", (c) =>
  streamSSE(c, async (stream) => {
    for (const id of ["1", "2"]) await stream.writeSSE({ id, event: "tick", data: `d${id}` });
  }),
);
app.get("/fails", () => {
  throw new HTTPException(418, { message: "teapot" });
});
app.route(
  "/sub",
  new Hono().basePath("/v1").all("*", (c) => c.text(`${c.req.method} ${c.req.routePath ?? ""}`)),
);

const requests = [
  ["/users/7?a=1&b=2"],
  ["/users/x"],
  ["/echo", { method: "POST", body: "hello" }],
  ["/cookie", { headers: { cookie: "seen=9" } }],
  ["/page"],
  ["/page"],
  ["/events"],
  ["/fails"],
  ["/sub/v1/any", { method: "PUT" }],
];
for (const [path, init] of requests) {
  const response = await app.request(path, init);
  console.log(response.status, [...response.headers], await response.text());
}
