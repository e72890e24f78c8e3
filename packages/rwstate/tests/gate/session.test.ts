/** The gates of two servers, one of which takes over from the other, with environments that never listen. */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Connect, ViteDevServer } from "vite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Session } from "../../dist/gate/session.js";
import { createContext } from "../../dist/server/context.js";
import { binding } from "./open.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const plan = new binding.Plan({ gate: { holdMs: 5000 } }, "/state.mjs", "const scope = null;");

/** What the terminal has of all servers. */
let warnings: string[];

function sessionOf(middlewares: Connect.Server): Session {
  const ssr = {
    name: "ssr",
    config: { consumer: "server", root: "/app" },
    hot: { send() {}, on() {} },
    listen: () => new Promise(() => {}),
    logger: { warn: (line: string) => void warnings.push(line) },
  };
  const server = { config: { server: {} }, environments: { ssr }, middlewares };
  return new Session(createContext({ binding, plan }), server as never as ViteDevServer);
}

test.each(["has closed", "stays open"])(
  "what a restart holds goes on after `holdMs` where the new server never listens and the old one %s",
  async (end) => {
    warnings = [];
    const answered: string[] = [];
    let current: Session;
    const handle: Connect.Server["handle"] = (request, response) =>
      current.requests.layer(request, response, () => void answered.push(request.url!));
    // A host, such as Express, goes on with the middleware of the first server.
    const middlewares = { stack: [], handle } as never as Connect.Server;
    const request = (url: string) => {
      const message = Object.assign(new IncomingMessage(new Socket()), { method: "GET", url });
      middlewares.handle(message, new ServerResponse(message), () => {});
    };
    const one = (current = sessionOf(middlewares));
    const two = sessionOf({ stack: [], handle } as never as Connect.Server);
    const taken = two.takeOver(one);
    request("/at-the-gate");
    await taken;
    request("/at-the-entrance");
    if (end === "has closed") {
      one.close();
      current = two;
    }
    await vi.advanceTimersByTimeAsync(4900);
    expect(answered).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(answered.toSorted()).toEqual(["/at-the-entrance", "/at-the-gate"]);
    expect(warnings).toEqual([expect.stringContaining("longer than gate.holdMs")]);
  },
);
