/**
 * Gates handlers before Vite's own middleware: the layers that plugins such as `@hono/vite-dev-server` and Nitro add in the body of
 * `configureServer`. They get requests for modules and assets too, which must not wait.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, ViteDevServer } from "vite";
import type { Binding } from "../binding.js";
import type { Requests } from "./requests.js";
import { isTools, serves } from "./serves.js";

type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  next: Connect.NextFunction,
) => void;

/** Wraps the handlers of the layers that the server has now, from number `first` on. */
export function gateEarlyHandlers(
  server: ViteDevServer,
  first: number,
  requests: Requests,
  binding: Binding,
): void {
  for (const layer of server.middlewares.stack.slice(first)) {
    const handle = layer.handle as Handle;
    // A handler with four parameters handles errors.
    if (handle.length > 3 || isTools(layer.route)) continue;
    layer.handle = (
      request: IncomingMessage,
      response: ServerResponse,
      next: Connect.NextFunction,
    ) => {
      const proceed = () => handle(request, response, next);
      if (isForVite(request, server, binding)) proceed();
      else requests.layer(request, response, proceed);
    };
  }
}

function isForVite(
  request: Connect.IncomingMessage,
  server: ViteDevServer,
  binding: Binding,
): boolean {
  // Vite's middleware removes the base from the URL only later, and Connect removes the route of a mounted handler.
  const { base } = server.config;
  const url = request.originalUrl ?? request.url ?? "/";
  const below = url.startsWith(base) ? `/${url.slice(base.length)}` : url;
  return binding.isForVite(below, String(request.headers.accept ?? "")) || serves(server, below);
}
