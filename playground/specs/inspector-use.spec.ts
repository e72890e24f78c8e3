/** The inspector's page is accessible, and fits the screen, in both themes and on a phone. */
import { describe, expect, test } from "vitest";
import { entry, environment, snapshot, storefront } from "../harness/inspector-snapshots.mjs";
import { cells } from "./cells";
import {
  at,
  choose,
  forgive,
  inspector,
  open,
  page,
  root,
  row,
  usePage,
  violations,
} from "./inspector-page";

describe.runIf(cells("browser").length > 0)("the inspector's page", () => {
  usePage();

  const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
    [1280, 320].map((width) => ({
      colorScheme,
      viewport: { width, height: 800 },
      // Contrast is that of colors at rest: in the midst of a transition text may have that of its background.
      reducedMotion: "reduce" as const,
    })),
  );
  test.each(looks)("is accessible: $colorScheme, $viewport.width wide", async (look) => {
    await open("#content", look);
    const check = async (state: string) => {
      expect(await violations(), state).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, state).toBe(look.viewport.width);
      const clipped = await page
        .locator(".card, .card > ul, .moment, .top, .head")
        .evaluateAll((nodes) => nodes.filter((node) => node.scrollWidth > node.clientWidth + 1));
      expect(clipped.length, state).toBe(0);
    };
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(look.colorScheme === "dark" ? "rgb(13, 17, 23)" : "rgb(245, 246, 248)");
    await choose("worker");
    await check("entries");
    for (const fold of await page.locator("summary").all()) await fold.click();
    await row("db").locator(".reset").click();
    await check("the confirm step, and folds open");
    await page.locator("#filter").fill("nothing such");
    await check("no match");
    await choose("ssr");
    await check("a runner that has not answered");
    const long = "a".repeat(300);
    const { recoveries, appended, edits } = storefront(at);
    const named = { environment: long, dependencies: [{ name: long, importer: long }] };
    Object.assign(recoveries[0]!, { ...named, keys: [long] });
    Object.assign(appended[0]!, named);
    edits[0]!.evaluated[1] = { module: long, why: "importer", imports: long };
    edits[1]!.reload!.file = long;
    inspector.send(
      snapshot(at, {
        root: `${root}${long}`,
        environments: [
          environment("ssr", {
            entries: [
              entry(long, { kind: long, version: long, preview: long, file: `src/${long}` }),
              entry("two", { declared: [1, 2].map((line) => ({ file: `${root}/${long}`, line })) }),
            ],
            duplicates: [{ name: long, ids: [long, long] }],
            findings: [{ code: "RWS017", severity: "warning", text: long }],
          }),
        ],
        recoveries,
        appended,
        edits,
      }),
    );
    await page.locator("#filter").fill("");
    await row(long).waitFor();
    await check("long words");
    inspector.send(snapshot(at, { environments: [environment("client")] }));
    await page.getByText("No entries yet").waitFor();
    await check("nothing");
    inspector.fall();
    await page.getByText("Reconnecting").waitFor();
    await check("reconnecting");
    forgive(/./s);
  });
});
