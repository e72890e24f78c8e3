/** In a real browser state survives accepted updates, and not a reload of the page. */
import { describe, expect, test } from "vitest";
import { openPage } from "../harness/page.mjs";
import { cells, inCell } from "./cells";

const wanted = cells("browser");

describe.runIf(wanted.length > 0)("browser", () => {
  test.each(wanted)("Vite $vite", (cell) =>
    inCell(cell, {}, async (lab) => {
      const { page, report, take, close } = await openPage(lab);
      try {
        const first = await report();
        expect(first.contexts).toEqual([first.id]);
        expect(await page.evaluate("playgroundApi()")).toEqual({ ran: 27, failures: {} });

        for (let edit = 0; edit < 5; edit++) {
          await take("accepted", () =>
            lab.edit("src/accepted.ts", (text) => `${text}\n// edit ${edit}\n`),
          );
          const now = await report();
          expect(now.instance).toBe(first.instance);
          expect(now.state).toEqual(first.state);
          expect(now.store).toEqual(first.store);
        }

        const entries = "[...globalThis[Symbol.for('rwstate/v1')].scopes.values()][0].entries";
        await page.evaluate(`${entries}.set("mark", {})`);
        expect(await page.evaluate(`${entries}.has("mark")`)).toBe(true);
        await page.reload();
        const reloaded = await report();
        expect(await page.evaluate(`${entries}.has("mark")`)).toBe(false);
        expect(reloaded.state.app).toBe(reloaded.state.accepted);
      } finally {
        await close();
      }
    }),
  );
});
