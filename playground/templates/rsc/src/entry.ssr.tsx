import { createFromReadableStream } from "@vitejs/plugin-rsc/ssr";
import type { ReactNode } from "react";
import { renderToReadableStream } from "react-dom/server.edge";

export async function render(stream: ReadableStream) {
  return renderToReadableStream(await createFromReadableStream<ReactNode>(stream));
}
