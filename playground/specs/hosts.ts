/** What `hosts.spec.ts` and `hosts-nitro.spec.ts` test of a host. */
import { connect } from "node:http2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, openLab, type Lab } from "../harness/lab.mjs";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { majors } from "./cells";
import { openPost } from "./open";

export interface Host {
  app: string;
  env?: Record<string, string>;
  plugin?: object;
  /** Where the app runs. */
  environment?: string;
  oldest?: number;
}

/** An environment, as the inspector shows it. */
interface Environment {
  name: string;
  answers: boolean;
  entries: { key: string }[];
}

/** The late packages, except for the one that a module imports by a computed name. */
const lates = latePackages.filter((name) => name !== "react-hook-form").slice(0, 5);

/** Tests a host on each major that it supports. */
export function describeHost(name: string, host: Host) {
  const { environment = "ssr", oldest = 6, ...options } = host;

  describe.each(majors().filter((vite) => vite >= oldest))(`${name}, Vite %s`, (vite) => {
    let lab: Lab;
    let session: ReturnType<typeof useHttp2> | undefined;

    beforeAll(async () => {
      lab = await openLab({ vite, prepare: addTraffic, log: "info", ...options });
      if (host.env?.["PLAYGROUND_HOST"] === "https") session = useHttp2(lab);
      await lab.report();
    });
    afterAll(async () => {
      session?.close();
      await lab.close();
    });

    if (host.app === "nitro") {
      // The first test: it imports a package by a computed name, and finds the React of the page before.
      test("a replayed GET is answered, though Nitro has marked the request as handled", async () => {
        await (await lab.fetch("/slow")).text();
        const answer = await lab.fetch("/computed?id=c&name=form");
        expect(await answer.json()).toEqual({ id: "c", html: "<p>false</p>" });
        await expect.poll(() => lab.output.join("")).toMatch(/react-hook-form .*1 replayed/);
      });
    }

    if (host.app === "hono") {
      test("a gate before Vite's own middleware does not hold a request for a module", async () => {
        // An edit that waits for requests in flight, so that the gate is closed until the request ends.
        const plugin = { targetedEdits: false };
        const held = await openLab({ vite, prepare: addTraffic, plugin, ...options });
        try {
          await held.report();
          const { answer, end } = await openPost(held, "open");
          const edited = held.edit("src/app.ts", (text) => `${text}\nexport const edited = 1;\n`);
          await held.call("changed");
          const order: string[] = [];
          const page = held.report().then(() => order.push("page"));
          for (const path of ["/@vite/client", "/src/realm.ts?import"]) {
            expect((await held.fetch(path)).status, path).toBe(200);
          }
          order.push("modules");
          end();
          await Promise.all([page, answer, edited]);
          expect(order).toEqual(["modules", "page"]);
        } finally {
          await held.close();
        }
      });
    }

    if (host.app === "hono") {
      test("the inspector shows and resets entries of a runner without a channel", async () => {
        const shown = async () => {
          const answer = await lab.fetch("/__rwstate/snapshot.json");
          const { environments } = (await answer.json()) as { environments: Environment[] };
          return environments.find(({ name }) => name === environment)!;
        };
        const { state } = await lab.report();
        const { answers, entries } = await shown();
        expect(answers).toBe(true);
        expect(entries.map(({ key }) => key)).toContain("probe");
        const reset = await lab.fetch("/__rwstate/reset", {
          method: "POST",
          headers: { "x-rwstate": "1" },
          body: JSON.stringify({ environment, key: "probe" }),
        });
        expect(reset.status).toBe(204);
        await expect.poll(async () => (await lab.report()).state.app).not.toBe(state.app);
      });
    }

    test("five re-optimizations under load", async () => {
      const traffic = new Traffic(lab).start();
      let before = (await lab.call("generations"))[environment];
      for (const late of lates) {
        await lab.importLate(late);
        expect((await lab.report()).late).toContain(late);
        const now = (await lab.call("generations"))[environment];
        expect(now, late).not.toBe(before);
        before = now;
      }
      await traffic.stop();
      expect(traffic.failures).toEqual([]);
      expect(traffic.wrongPosts).toMatchObject({ twice: 0, never: 0 });
      expect(lab.output.join("")).not.toMatch(/Unhandled|went on without waiting|RWS008/);
    });

    if (host.env?.["PLAYGROUND_HOST"] === "express") {
      test("a restart of a server in an Express app fails no request", async () => {
        const { state } = await lab.report();
        const traffic = new Traffic(lab, "/", "restart").start();
        await lab.call("restart");
        expect((await lab.report()).state.app).toBe(state.app);
        await traffic.stop();
        expect(traffic.failures).toEqual([]);
        expect(traffic.wrongPosts).toMatchObject({ twice: 0, never: 0 });
      });
    }
  });
}

/** Makes the lab send its requests over one HTTP/2 connection. */
function useHttp2(lab: Lab) {
  const session = connect(lab.url, { rejectUnauthorized: false });
  lab.fetch = (path = "/", { method = "GET", body } = {}) =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ":path": path, ":method": method });
      let status = 0;
      let text = "";
      stream.setEncoding("utf8");
      stream.on("response", (headers) => (status = headers[":status"] ?? 0));
      stream.on("data", (part: string) => (text += part));
      stream.on("end", () => resolve(new Response(text, { status })));
      stream.on("error", reject);
      stream.end(body as string | undefined);
    });
  return session;
}
