/** In a RedwoodSDK app, whose own state plugin answers the same specifier, `statePlugin()` placed first takes over. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  lateRwsdkPackages,
  openRwsdkLab,
  type RwsdkLab,
  type RwsdkReport,
} from "../harness/rwsdk.mjs";
import { Traffic } from "../harness/traffic.mjs";
import { cells } from "./cells";

const specifier = "rwsdk/__state";

// The app has a Vite of its own, of this major.
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

      /** Asks for the page; its client component keeps how often it was rendered on the server. */
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

      test("rwsdk's own store and the app's states are rwstate's entries", async () => {
        await expectPage();
        const { anchor } = await lab.settledReport("/report");
        const scopes = Object.entries(anchor).map(([scope, keys]) => [
          scope.replace(/^\d+\//, ""),
          keys.toSorted(),
        ]);
        expect(Object.fromEntries(scopes)).toEqual({
          worker: ["own", "requestInfoStore"],
          ssr: ["island"],
        });
      });

      test("state and context outlive re-optimizations", async () => {
        const reloads = await lab.call("reloads");
        let last = first;
        for (const name of lateRwsdkPackages) {
          const { worker } = await lab.call("generations");
          await lab.importLate(name);
          expect(await optimizedInSsr()).not.toContain(name);
          last = await lab.settledReport("/report");
          expect((await lab.call("generations")).worker, `re-optimized for ${name}`).not.toBe(
            worker,
          );
          expect(last.late).toContain(name);
          expect(last.state).toEqual(first.state);
          expect(new Set(last.contexts)).toEqual(new Set([last.id]));
          await expectPage();
        }
        expect(await lab.call("reloads")).toBeGreaterThanOrEqual(reloads + 5);
        // As many instances of rwsdk have answered, and all of them read one context.
        expect(last.contexts.length).toBeGreaterThan(5);
      });

      test("what a new client component imports ssr learns with the save, as it loads it at once", async () => {
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
        expect(await optimizedInSsr()).toContain("zustand/middleware");
        expect(await (await lab.fetch("/?id=chart")).text()).toContain('<i id="chart">function');
      });

      // Its walk begins at the worker's entry; what the worker alone loads is not to hold up an edit.
      test("ssr learns of what the worker has loaded where requests leave no pause, and none fails", async () => {
        const traffic = new Traffic(lab, "/", "rwsdk").startRwsdk();
        await lab.importLate("valtio/vanilla/utils");
        expect(await optimizedInSsr()).not.toContain("valtio/vanilla/utils");
        await expect.poll(optimizedInSsr, { timeout: 40_000 }).toContain("valtio/vanilla/utils");
        await traffic.stop();
        expect(traffic.failures).toEqual([]);
        const last = await lab.settledReport("/report");
        expect(last.late).toContain("valtio/vanilla/utils");
        expect(last.state).toEqual(first.state);
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
