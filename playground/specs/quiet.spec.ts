/** The inspector costs nothing while no page is open. */
import { expect, test } from "vitest";
import { cells, inCell } from "./cells";

test.each(cells("node"))(
  "Vite $vite: a page has one stream, and without a page no runner is asked for entries",
  (cell) =>
    inCell(cell, {}, async (lab) => {
      const asked = (): Promise<number> => lab.call("asked");
      await lab.report();
      await lab.importLate("mitt");
      await lab.report();
      expect(await asked()).toBe(0);
      const stop = new AbortController();
      const response = await fetch(new URL("/__rwstate/events", lab.url), { signal: stop.signal });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      expect((await reader.read()).value).toMatch(/^event: snapshot\ndata: \{/);
      await expect.poll(asked).toBeGreaterThan(0);
      stop.abort();
      // With a watcher runners are asked each second. One second of three must pass without a question.
      const quiet = async () => {
        const before = await asked();
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return (await asked()) - before;
      };
      await expect.poll(quiet, { timeout: 4500 }).toBe(0);
    }),
);
