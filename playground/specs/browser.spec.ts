/** In a real browser state survives accepted updates, and not a reload of the page. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Report } from "../harness/lab.mjs";
import { openPage } from "../harness/page.mjs";
import { cells, inCell } from "./cells";

const wanted = cells("browser");

describe.runIf(wanted.length > 0)("browser", () => {
  test.each(wanted)("Vite $vite", (cell) =>
    inCell(cell, {}, async (lab) => {
      const { page, close } = await openPage(lab);
      try {
        const first = await report(page);
        expect(first.contexts).toEqual([first.id]);
        expect(await page.evaluate("playgroundApi()")).toEqual({ ran: 27, failures: {} });

        for (let edit = 0; edit < 5; edit++) {
          const { acceptedInstance } = await report(page);
          await lab.edit("src/accepted.ts", (text) => `${text}\n// edit ${edit}\n`);
          await page.waitForFunction(
            (before) =>
              (globalThis as never as { playgroundReport(id: string): Promise<Report> })
                .playgroundReport("poll")
                .then((now) => now.acceptedInstance !== before),
            acceptedInstance,
          );
          const now = await report(page);
          expect(now.instance).toBe(first.instance);
          expect(now.state).toEqual(first.state);
          expect(now.store).toEqual(first.store);
        }

        const entries = "globalThis[Symbol.for('rwstate/v1')].scopes.get('1/client').entries";
        await page.evaluate(`${entries}.set("mark", {})`);
        expect(await page.evaluate(`${entries}.has("mark")`)).toBe(true);
        await page.reload();
        const reloaded = await report(page);
        expect(await page.evaluate(`${entries}.has("mark")`)).toBe(false);
        expect(reloaded.state.app).toBe(reloaded.state.accepted);
      } finally {
        await close();
      }
    }),
  );
});

async function report(page: Page): Promise<Report> {
  await page.waitForFunction("globalThis.playgroundReport");
  return page.evaluate("playgroundReport('page')");
}
