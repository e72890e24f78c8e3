/** What `hosts.spec.ts` and `hosts-nitro.spec.ts` test of a host. */
import { connect } from "node:http2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latePackages, openLab, type Lab } from "../harness/lab.mjs";
import { addEdited, addTraffic, Traffic } from "../harness/traffic.mjs";
import { majors } from "./cells";
import { inFolder, peek } from "./edited";
import { openPost } from "./open";

export interface Host {
  app: string;
  env?: Record<string, string>;
  plugin?: object;
  /** Options of Node. */
  execArgv?: string[];
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
      const prepare = host.app === "nitro" ? addEdited : addTraffic;
      lab = await openLab({ vite, prepare, log: "info", ...options });
      if (host.env?.["PLAYGROUND_HOST"] === "https") session = useHttp2(lab);
      await lab.report();
    });
    afterAll(async () => {
      session?.close();
      await lab.close();
    });

    if (host.app === "nitro") {
      // The first test: Nitro's runner gets no full reload, so a re-optimization leaves an instance that is not disposed of.
      test("a module is disposed of before its next instance is evaluated, though Nitro's runner gets no updates", async () => {
        const { number } = (await peek(lab)).disposed;
        for (let edit = 1; edit <= 3; edit++) {
          await lab.edit(
            inFolder("disposed.ts"),
            (text) => `${text}export const edit${edit} = 1;\n`,
          );
          expect((await peek(lab)).disposed).toEqual({ number: number + edit, alive: 1, log: [] });
        }
      });

      // It imports a package by a computed name, and finds the React of the page before.
      test("a replayed GET is answered, though Nitro has marked the request as handled", async () => {
        await (await lab.fetch("/slow")).text();
        const answer = await lab.fetch("/computed?id=c&name=form");
        expect(await answer.json()).toEqual({ id: "c", html: "<p>false</p>" });
        await expect.poll(() => lab.output.join("")).toMatch(/react-hook-form .*1 replayed/);
      });
    }

    if (host.app === "nitro") {
      test("20 edits under load: what is asked after the watcher has seen a save is answered by what was saved", () =>
        expectNextAnswers(lab));
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

/** Saves a module of the app and the entry module by turns, while requests go on. A runner that holds its entry could answer with the last one. */
async function expectNextAnswers(lab: Lab) {
  const files = { app: "src/app.ts", entry: "src/entry.ts" };
  await lab.edit(files.app, (text) =>
    text.replace("    instance,", '    instance,\n    own: "app 0",'),
  );
  await lab.edit(files.entry, (text) =>
    text.replace("Response.json(answer)", 'Response.json({ ...answer, entry: "entry 0" })'),
  );
  const edits = { app: 0, entry: 0 };
  const wrong: object[] = [];
  let answers = 0;
  let stopped = false;

  async function judge() {
    const { app, entry } = edits;
    const response = await lab.fetch("/?id=edits");
    const text = await response.text();
    answers++;
    // What is saved while a request is answered may be in the answer.
    const [, ownApp] = /"own":"app (\d+)"/.exec(text) ?? [];
    const [, ownEntry] = /"entry":"entry (\d+)"/.exec(text) ?? [];
    const isRight = Number(ownApp) >= app && Number(ownEntry) >= entry;
    if (!isRight) wrong.push({ asked: { app, entry }, status: response.status, text });
  }
  async function repeat() {
    while (!stopped) await judge();
  }

  await judge();
  const loops = [repeat(), repeat(), repeat()];
  for (let edit = 1; edit <= 20; edit++) {
    const name = edit % 2 === 0 ? "app" : "entry";
    const saved = lab.edit(files[name], (text) =>
      text.replace(`"${name} ${edits[name]}"`, `"${name} ${edit}"`),
    );
    await lab.call("changed");
    edits[name] = edit;
    await Promise.all([judge(), judge(), judge(), saved]);
  }
  stopped = true;
  await Promise.all(loops);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(answers).toBeGreaterThan(60);
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
