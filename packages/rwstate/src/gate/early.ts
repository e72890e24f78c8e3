/**
 * Handlers that sit before Vite's own middleware, as `@hono/vite-dev-server`'s and Nitro's do: the layers that plugins add
 * in the body of `configureServer`. They see requests for modules and assets too, which must not wait.
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

/** Gates the layers from `first` on that are there now. */
export function gateEarlyHandlers(
  server: ViteDevServer,
  first: number,
  requests: Requests,
  binding: Binding,
): void {
  for (const layer of server.middlewares.stack.slice(first)) {
    const handle = layer.handle as Handle;
    // Connect tells the handlers of errors by their four parameters.
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
  // What takes the base off a URL comes later, and a mounted handler has its route taken off.
  const { base } = server.config;
  const url = request.originalUrl ?? request.url ?? "/";
  const below = url.startsWith(base) ? `/${url.slice(base.length)}` : url;
  return binding.isForVite(below, String(request.headers.accept ?? "")) || serves(server, below);
}
