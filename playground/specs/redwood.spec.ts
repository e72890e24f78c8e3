/** In a RedwoodSDK app, which has a state plugin of its own for the same specifier, `statePlugin()` takes over if it comes first. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  lateRwsdkPackages,
  openLive,
  openRwsdkLab,
  type RwsdkLab,
  type RwsdkReport,
} from "../harness/rwsdk.mjs";
import { Traffic } from "../harness/traffic.mjs";
import { cells } from "./cells";
import { expectEditsUnderLoad, textOf } from "./edits-under-load";

const specifier = "rwsdk/__state";

/** An environment, as the inspector shows it. */
interface Environment {
  name: string;
  runs: boolean;
  answers: boolean;
}

// The major of the app's own Vite.
describe.each(cells("workerd").filter(({ vite }) => vite === 8))(
  "RedwoodSDK, Vite $vite, $runtime",
  () => {
    describe("[statePlugin(), redwood()]", () => {
      let lab: RwsdkLab;
      let first: RwsdkReport;
      let pages = 0;

      beforeAll(async () => {
        lab = await openRwsdkLab();
        first = await lab.settledReport("/report");
      });
      afterAll(() => lab.close());

      const optimizedInSsr = (): Promise<string[]> => lab.call("optimized", { environment: "ssr" });

      /** The runs of Vite's optimizers, and the reloads that they send. Neither must grow. */
      const counted = async () => ({
        runs: await lab.call("runs"),
        reloads: await lab.call("unasked"),
      });

      /** Requests the page. Its client component counts how often it was rendered on the server. */
      async function expectPage() {
        expect(await openPage(lab, `page${++pages}`)).toEqual({
          request: `page${pages}`,
          renders: String(pages),
        });
      }

      test("the specifier is rwstate's in every environment", async () => {
        for (const environment of ["client", "ssr", "worker"]) {
          expect(await lab.call("resolve", { environment, specifier })).toBe(
            "\0virtual:rwsdk:__state",
          );
        }
      });

      test("the store of rwsdk and the states of the app are entries of rwstate", async () => {
        await expectPage();
        const { anchor } = await lab.settledReport("/report");
        const scopes = Object.entries(anchor).map(([scope, keys]) => [
          scope.replace(/^\d+\//, ""),
          keys.toSorted(),
        ]);
        expect(Object.fromEntries(scopes)).toEqual({
          worker: [
            "own",
            "playground-rwsdk-app/src/context.ts#context",
            "requestInfoStore",
            "rwstate:preserved",
          ],
          ssr: ["island"],
        });
      });

      test("the inspector shows ssr, whose modules the worker's runner evaluates, without a runner", async () => {
        await expectPage();
        // A snapshot is taken without a runner that takes a second to answer, as one does on a busy machine.
        const shown = async () => {
          const answer = await lab.fetch("/__rwstate/snapshot.json");
          const { environments } = (await answer.json()) as { environments: Environment[] };
          return environments.map(({ name, runs, answers }) => ({ name, runs, answers }));
        };
        await expect.poll(shown).toEqual([
          { name: "client", runs: false, answers: false },
          // Otherwise it would be "has not answered yet; send it a request", for ever.
          { name: "ssr", runs: false, answers: false },
          { name: "worker", runs: true, answers: true },
        ]);
      });

      test("late dependencies under load reload nothing, and state, context and the framework stay the same", async () => {
        const before = await counted();
        const traffic = new Traffic(lab, "/", "rwsdk").startRwsdk();
        let last = first;
        for (const name of lateRwsdkPackages) {
          await lab.importLate(name);
          last = await lab.report("/report");
          expect(last.late).toContain(name);
          expect(last.state).toEqual(first.state);
        }
        await traffic.stop();
        expect(traffic.failures).toEqual([]);
        expect(await counted()).toEqual(before);
        // All answers come from one instance of rwsdk.
        expect(last.contexts).toEqual([last.id]);
        expect(await optimizedInSsr()).not.toContain(lateRwsdkPackages[0]);
        // The client component still counts, also the pages of the load.
        const page = await openPage(lab, "after");
        expect(page.request).toBe("after");
        expect(Number(page.renders)).toBeGreaterThan(2);
      });

      test("a dependency of a new client component is appended in ssr, which renders it", async () => {
        const before = await counted();
        await lab.create(
          "src/app/chart.tsx",
          `"use client";
          import { combine } from "zustand/middleware";
          export const Chart = () => <i id="chart">{typeof combine}</i>;`,
        );
        await lab.edit(
          "src/app/home.tsx",
          (text) =>
            `import { Chart } from "@/app/chart";\n${text.replace("<Island />", "<Island /><Chart />")}`,
        );
        expect(await (await lab.fetch("/?id=chart")).text()).toContain('<i id="chart">function');
        expect(await optimizedInSsr()).toContain("zustand/middleware");
        expect(await counted()).toEqual(before);
      });

      test("20 edits under load: pages, server actions, a Durable Object and its realtime updates", async () => {
        const post = (path: string, body: string) =>
          textOf(
            lab.fetch(path, { method: "POST", body, headers: { origin: new URL(lab.url).origin } }),
          );
        const action = encodeURIComponent("/src/app/actions.ts#count");
        const live = await openLive(lab, "/?id=live-page");
        const before = await counted();
        const files = {
          text: "src/text.ts",
          page: "src/app/home.tsx",
          action: "src/app/actions.ts",
          post: "src/counter.ts",
        };
        await expectEditsUnderLoad(lab.edit.bind(lab), files, {
          page: (id) => textOf(lab.fetch(`/?id=${id}`)),
          action: (id) => post(`/?id=${id}&__rsc&__rsc_action_id=${action}`, JSON.stringify([id])),
          post: (id) => post("/counter", id),
          live: async (id) => {
            const [page] = await Promise.all([live.page(), post("/publish", id)]);
            return page.replaceAll("live-page", id);
          },
        });
        expect(await counted()).toEqual(before);
        expect(live.isOpen()).toBe(true);
        live.close();
      });

      test("a Durable Object keeps its instance until an edit changes its class", async () => {
        const headers = { origin: new URL(lab.url).origin };
        const instance = async () => {
          const response = await lab.fetch("/counter", { method: "POST", body: "x", headers });
          expect(response.status).toBe(200);
          return Number(response.headers.get("x-instance"));
        };
        const before = await instance();
        for (const file of ["src/app/home.tsx", "src/app/actions.ts"]) {
          await lab.edit(file, (text) => `${text}\nexport const isEdited = true;\n`);
          expect((await lab.fetch("/?id=x")).status).toBe(200);
          expect(await instance(), file).toBe(before);
        }
        await lab.edit("src/counter.ts", (text) => text.replace('"post ', '"post, now '));
        expect(await instance()).toBe(before + 1);
      });
    });

    test("redwood() alone loses state and context", async () => {
      const lab = await openRwsdkLab({ variant: "ordinary" });
      try {
        expect(await lab.call("resolve", { environment: "worker", specifier })).toBe(
          `virtual:rwsdk:state:${specifier}`,
        );
        const first = await lab.settledReport("/report");
        await lab.importLate(lateRwsdkPackages[0]!);
        const last = await lab.settledReport("/report");
        expect(last.anchor).toEqual({});
        expect(last.state.own).not.toBe(first.state.own);
        expect(last.state.requestInfoStore).not.toBe(first.state.requestInfoStore);
        expect(last.contexts).toEqual([null, last.id]);
      } finally {
        await lab.close();
      }
    });
  },
);

async function openPage(lab: RwsdkLab, id: string) {
  const response = await lab.fetch(`/?id=${id}`);
  const page = await response.text();
  const [, request] = /<p id="request">([^<]*)<\/p>/.exec(page) ?? [];
  const [, renders] = /<button id="island" data-renders="(\d+)">/.exec(page) ?? [];
  return response.ok ? { request, renders } : { status: response.status, page };
}
