/**
 * Handlers that sit before Vite's own middleware, as `@hono/vite-dev-server`'s and Nitro's do: the layers that plugins add
 * in the body of `configureServer`. They see requests for modules and assets too, which must not wait.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect } from "vite";
import type { Binding } from "../binding.js";
import type { Requests } from "./requests.js";

type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  next: Connect.NextFunction,
) => void;

/** Gates the layers from `first` on that are there now. */
export function gateEarlyHandlers(
  { stack }: Connect.Server,
  first: number,
  requests: Requests,
  plan: Binding["Plan"],
): void {
  for (const layer of stack.slice(first)) {
    const handle = layer.handle as Handle;
    // Connect tells the handlers of errors by their four parameters; tools mount themselves under names of their own.
    if (handle.length > 3 || /^\/(?:@|__)/.test(layer.route)) continue;
    layer.handle = (
      request: IncomingMessage,
      response: ServerResponse,
      next: Connect.NextFunction,
    ) => {
      const proceed = () => handle(request, response, next);
      if (isForVite(request, plan)) proceed();
      else requests.layer(request, response, proceed);
    };
  }
}

function isForVite({ url = "/", headers }: IncomingMessage, plan: Binding["Plan"]): boolean {
  return plan.isForVite(url, String(headers.accept ?? ""), String(headers["sec-fetch-dest"] ?? ""));
}
