/** The grid of entries on the inspector's page: its filter, the keyboard, and many entries. */
import { describe, expect, test } from "vitest";
import { entry, storefront } from "../harness/inspector-snapshots.mjs";
import { cells } from "./cells";
import {
  at,
  choose,
  expectText,
  focused,
  inspector,
  one,
  open,
  page,
  poll,
  row,
  texts,
  usePage,
} from "./inspector-page";

describe.runIf(cells("browser").length > 0)("the grid of entries", () => {
  usePage();

  test("filters entries by the texts of their rows", async () => {
    await open();
    await choose("worker");
    await page.keyboard.press("/");
    const found = async (words: string) => {
      await page.keyboard.type(words);
      const keys = await texts(page.locator(".key"));
      await page.keyboard.press("Escape");
      return keys;
    };
    expect(await found("SESSION")).toEqual(["sessions", "sessionSecret"]);
    expect(await found("auth map")).toEqual(["sessions"]);
    expect(await found("tokens: 54")).toEqual(["rateLimiter"]);
    await page.keyboard.type("nothing such");
    await expectText("#entries-empty", /^No entry matches/);
    expect(await page.locator("#count").textContent()).toBe("0 of 9 entries");
    await page.getByRole("button", { name: "Clear it" }).click();
    expect(await page.locator(".body .row").count()).toBe(9);
  });

  test("tabs and rows can be reached with the keyboard", async () => {
    await open();
    await page.getByRole("tab", { selected: true }).focus();
    await page.keyboard.press("End");
    expect(await focused()).toBe("worker 9 entries 3 problems");
    await page.reload();
    await page.getByRole("tab", { name: /^worker/, selected: true }).waitFor();
    await page.locator("#filter").focus();
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Open src/request/context.ts:7 in the editor");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("Reset db");
    await page.keyboard.press("End");
    expect(await focused()).toBe("Reset requestCount");
    const next = storefront(at);
    next.environments[2]!.entries.pop();
    inspector.send(next);
    await poll(focused).toBe("Reset mailQueue");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Open src/flags.ts:3 in the editor");
  });

  test("only few of 5,000 entries have a row at a time", async () => {
    const entries = Array.from({ length: 5000 }, (_, index) => entry(`key-${index}`, { born: at }));
    inspector.send(one(...entries));
    await open();
    const grid = page.getByRole("grid");
    expect(await grid.getAttribute("aria-rowcount")).toBe("5001");

    const seen = await grid.evaluate(async (node) => {
      const measures = [];
      for (let top = 0; top < node.scrollHeight; top += node.scrollHeight / 40) {
        node.scrollTop = top;
        await new Promise(requestAnimationFrame);
        const { left, top: edge, bottom } = node.getBoundingClientRect();
        const heads = node.querySelector(".heads")!.getBoundingClientRect().height;
        const isRow = (y: number) => document.elementFromPoint(left + 40, y)?.closest(".body .row");
        measures.push({
          rows: node.querySelectorAll(".body .row").length,
          filled: Boolean(isRow(edge + heads + 4) && isRow(bottom - 4)),
        });
      }
      return measures;
    });
    expect(seen.every(({ filled }) => filled)).toBe(true);
    expect(Math.max(...seen.map(({ rows }) => rows))).toBeLessThan(60);

    // An update changes only the visible texts that differ, and does not scroll.
    await row("key-2500").waitFor({ state: "detached" });
    await grid.evaluate((node) => (node.scrollTop = 2500 * 56));
    await row("key-2500").waitFor();
    const { y } = (await row("key-2500").boundingBox())!;
    await grid.evaluate((node) => {
      const writes: string[] = [];
      Object.assign(globalThis, { writes });
      new MutationObserver((records) => {
        for (const { type, target } of records) writes.push(`${type} ${target.textContent}`);
      }).observe(node, { subtree: true, childList: true, characterData: true });
    });
    inspector.send(
      one(
        ...entries
          .slice(10)
          .map((each) => (each.key === "key-2502" ? { ...each, preview: "7" } : each)),
      ),
    );
    await poll(() => row("key-2502").locator(".value").textContent()).toBe("7");
    expect((await row("key-2500").boundingBox())!.y).toBe(y);
    const writes = await page.evaluate(() => (globalThis as never as { writes: string[] }).writes);
    const others = writes.filter((write) => !write.endsWith(" s"));
    expect(others.length, others.join("\n")).toBeLessThan(5);

    await row("key-2500").locator(".reset").focus();
    await page.keyboard.press("End");
    expect(await focused()).toBe("Reset key-4999");
    // The focused row stays in the document while the list is scrolled.
    await grid.evaluate((node) => (node.scrollTop = 0));
    await row("key-10").waitFor();
    expect(await focused()).toBe("Reset key-4999");
  });
});
