// Converts Node's requests to those of the web, and responses back, as a framework's own server does.
import { Readable } from "node:stream";

export function toRequest(incoming, url) {
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  const headers = Object.entries(incoming.headers).filter(([name]) => !name.startsWith(":"));
  return new Request(url, {
    method: incoming.method,
    headers: headers.map(([name, value]) => [name, String(value)]),
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: "half" }),
  });
}

export async function respond(outgoing, answer) {
  const response = answer instanceof Response ? answer : Response.json(answer);
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  if (!response.body) return outgoing.end();
  const reader = response.body.getReader();
  // A stream that has failed cannot be cancelled.
  outgoing.once("close", () => reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return outgoing.end();
    outgoing.write(value);
  }
}
