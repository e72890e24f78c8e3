import { renderToReadableStream } from "@vitejs/plugin-rsc/rsc";
import { Page } from "~/page";

export default async function handler(request: Request): Promise<Response> {
  const stream = renderToReadableStream(<Page path={new URL(request.url).pathname} />);
  const ssr = await import.meta.viteRsc.loadModule<typeof import("./entry.ssr")>("ssr", "index");
  return new Response(await ssr.render(stream), { headers: { "content-type": "text/html" } });
}
