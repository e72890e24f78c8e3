/** The inspector's page in a real browser, with scripted snapshots. */
import { describe, expect, test } from "vitest";
import { entry, environment, snapshot, storefront } from "../harness/inspector-snapshots.mjs";
import { cells } from "./cells";
import {
  at,
  choose,
  complaints,
  expectText,
  focused,
  forgive,
  inspector,
  one,
  open,
  page,
  poll,
  root,
  row,
  texts,
  usePage,
  violations,
} from "./inspector-page";

describe.runIf(cells("browser").length > 0)("the inspector's page", () => {
  usePage();

  test("shows entries, re-optimizations, duplicate modules and findings", async () => {
    await open();
    expect(await page.title()).toBe("storefront · rwstate");
    expect((await texts(page.getByRole("tab"))).map((text) => text.trim())).toEqual([
      "client 1 entry",
      "ssr",
      "worker 9 entries 3 problems",
    ]);
    await choose("worker");
    expect(await row("db").innerText()).toMatch(
      /^db\s+PGlite\s+PGlite { ready.*client\.ts:14\s+src\/db\s+2\s+2 h\s+4×\s+Reset$/s,
    );
    expect(await row("sessionSecret").innerText()).toContain("hidden, as its key looks secret");
    expect(await row("flags").innerText()).toContain("Conflict: 2 places");
    expect(await texts(page.locator("#conflicts li li"))).toEqual([
      "flags.ts:3 src",
      "flags.ts:11 src/admin",
    ]);
    expect(await texts(page.locator("#duplicates li li"))).toEqual([
      "src/ui/theme.ts",
      "src/ui/theme.ts?client",
    ]);
    expect(await page.locator("#findings pre").textContent()).toContain("\n  at: src/theme.ts\n");
    expect(await texts(page.locator("#figures dd"))).toEqual(["2", "3", "4", "25", "18", "1.3 s"]);
    const [edit, late, latest, zod, jotai, reload] = await texts(page.locator(".moment"));
    expect(edit).toBe(
      "11:04:04workeredited, 38 ms" +
        "src/routes/cart.tsxchangedsrc/app.tsimports src/routes/cart.tsxsrc/entry.tsimports src/app.ts" +
        "src/routes/registry.tswhat changed registers with it4 evaluated again, 214 kept",
    );
    expect(reload).toBe(
      "10:09:22workerreloaded" +
        "Every module was evaluated again for src/content/posts.md: a plugin asked for it, and no module is outdated.",
    );
    expect(late).toBe("11:03:22workerappended, 41 mszustandimported by src/late.ts");
    expect(zod).toMatch(/^10:38:22workerre-optimizedzod/);
    expect(jotai).toBe("10:23:22workerappended, 1.2 sjotai/vanillaimported by src/cart.tsclsx");
    expect(latest).toBe(
      "11:02:22workerre-optimizedvaltio/vanillaimported by src/routes/checkout.tsx" +
        "held3longest412 msreplayed1kept8" +
        "Without rwstate, 8 entries would have been reset, and 3 requests could have failed or met old modules." +
        "Kept 8 entriesrequestContextdbsessionssessionSecretflagspriceCacherateLimitermailQueue",
    );
  });

  test("explains what to do while there is nothing to show", async () => {
    inspector.send(
      snapshot(at, {
        environments: [
          environment("client"),
          environment("ssr", { answers: false }),
          environment("astro", { runs: false, answers: false }),
        ],
      }),
    );
    await open();
    await expectText(
      "#timeline-empty",
      /Nothing was edited, appended or re-optimized.*Save a file/s,
    );
    await expectText(
      "#entries-empty",
      /runner of ssr has not loaded the state module yet.*Request a page/s,
    );
    await choose("astro");
    await expectText("#entries-empty", /No runner has asked for a module of astro/);
    await choose("client");
    await expectText("#entries-empty", /No entries yet.*defineRwState/s);
  });

  test("shows new snapshots without a reload, and keeps the nodes of what has not changed", async () => {
    await open();
    await choose("worker");
    await row("db").evaluate((node) => node.setAttribute("data-mark", ""));
    await page.getByText("Kept 8 entries").click();
    const next = storefront(at);
    const worker = next.environments[2]!;
    worker.entries.splice(0, 1);
    worker.entries.push(entry("late", { born: at, preview: '"new"' }));
    next.appended.unshift({ ...next.appended[0]!, id: 9, at, dependencies: [{ name: "immer" }] });
    inspector.send(next);
    await row("late").waitFor();
    expect(await texts(page.locator(".key"))).toEqual(worker.entries.map(({ key }) => key));
    expect(await page.locator("[data-mark] .key").textContent()).toBe("db");
    expect(await page.locator(".moment").count()).toBe(9);
    expect(await page.locator(".moment details[open]").count()).toBe(1);
    expect(await page.locator(".moment code").first().textContent()).toBe("immer");
  });

  test("requests that waited for two environments at once are counted once", async () => {
    const shop = storefront(at);
    const [latest] = shop.recoveries;
    shop.recoveries.unshift({ ...latest!, id: 9, environment: "ssr", kept: 1 });
    inspector.send(shop);
    await open();
    expect(await texts(page.locator("#figures dd"))).toEqual(["2", "3", "5", "26", "18", "1.3 s"]);
  });

  test("claims no prevented loss where no state was at stake", async () => {
    const [recovery] = storefront(at).recoveries;
    const harmless = [{ ...recovery!, reloaded: false }, { ...recovery!, kept: 0 }, recovery!].map(
      ({ kept, ...rest }, id) => ({
        ...rest,
        ...(kept === 0 && { kept }),
        keys: [],
        id,
        at: at - id,
      }),
    );
    const { appended } = storefront(at);
    inspector.send(snapshot(at, { environments: [environment("client")], appended }));
    await open();
    expect(await texts(page.locator("#figures dt"))).toEqual([
      "edits",
      "dependencies appended",
      "re-optimizations",
    ]);
    expect(await texts(page.locator("#figures dd"))).toEqual(["0", "3", "0"]);
    expect(await page.locator("#timeline-empty").isVisible()).toBe(false);
    inspector.send(
      snapshot(at, { environments: [environment("client")], appended, recoveries: harmless }),
    );
    await poll(() => page.locator(".moment").count()).toBe(5);
    expect(await texts(page.locator(".outcome"))).toEqual([
      "Nothing was reloaded: no entry was at stake.",
      "There was no entry to keep.",
      "No runner answered how many entries it kept.",
    ]);
    expect(await texts(page.locator(".facts > :last-child"))).toEqual(["kept–", "kept0", "kept?"]);
    expect(await page.locator("body").innerText()).not.toMatch(/without rwstate|would have/i);
  });

  test("ages grow", async () => {
    inspector.send(one(entry("young", { born: at - 5000 })));
    await open();
    await poll(() => row("young").locator("time").textContent()).toMatch(/^([6-9]|1\d) s$/);
  });

  test("a reset has to be confirmed", async () => {
    await open();
    await choose("worker");
    const button = row("db").locator(".reset");
    await button.click();
    expect(await button.textContent()).toBe("Reset it?");
    expect(await row("db").locator(".value").textContent()).toBe(
      "Disposes of the value; the next evaluation makes another.",
    );
    await page.keyboard.press("Escape");
    expect(await button.textContent()).toBe("Reset");
    await button.click();
    await row("flags").locator(".reset").click();
    expect(await button.textContent()).toBe("Reset");
    await button.dblclick();
    expect(await button.textContent()).toBe("Reset it?");
    expect(inspector.asked).toEqual([]);
    await page.keyboard.press("Enter");
    await expectText("#notice", "Reset db.");
    expect(inspector.asked).toEqual([
      { reset: { environment: "worker", key: "db" }, method: "POST", header: "1" },
    ]);

    inspector.answerResetsWith(403);
    await button.click();
    await page.keyboard.press("Enter");
    await expectText("#notice", "Could not reset db: the dev server answered 403.");
    forgive(/403/);
  });

  test("opens files in the editor", async () => {
    await open();
    await choose("worker");
    const asked = async (label: string, file: string) => {
      await page.getByTitle(label).first().click();
      await poll(() => inspector.asked.at(-1)).toEqual({ open: `${root}/${file}` });
    };
    await asked("Open src/db/client.ts:14 in the editor", "src/db/client.ts:14");
    await asked("Open src/routes/checkout.tsx in the editor", "src/routes/checkout.tsx");
    await page.getByRole("button", { name: "Conflict: 2 places" }).click();
    expect(await focused()).toBe("Open src/flags.ts:3 in the editor");
    await asked("Open src/admin/flags.ts:11 in the editor", "src/admin/flags.ts:11");
  });

  test("texts of the app are never interpreted as HTML", async () => {
    const evil = `<img src=x onerror="globalThis.pwned = 1"><script>pwned = 1</script>\${1}`;
    const hostile = storefront(at);
    const [client] = hostile.environments;
    client!.entries = [
      entry(evil, { kind: evil, version: evil, preview: evil, file: `src/${evil}` }),
      entry(`${evil}2`, { declared: [1, 2].map((line) => ({ file: `${root}/${evil}`, line })) }),
    ];
    client!.duplicates = [{ name: evil, ids: [evil, evil] }];
    client!.findings = [{ code: evil, severity: "error", text: evil }];
    const named = { environment: evil, dependencies: [{ name: evil, importer: evil }] };
    Object.assign(hostile.recoveries[0]!, { ...named, keys: [evil] });
    Object.assign(hostile.appended[0]!, named);
    const evaluated = [{ module: evil, why: "importer", imports: evil } as const];
    Object.assign(hostile.edits[0]!, { environment: evil, evaluated });
    Object.assign(hostile.edits[1]!, { reload: { reason: evil, file: evil } });
    inspector.send({ ...hostile, rwstate: evil, vite: evil });
    await open();
    await choose("client");
    await row(evil).waitFor();
    expect(await page.locator("#panel img, #timeline img, #panel script").count()).toBe(0);
    expect(await page.evaluate("typeof pwned")).toBe("undefined");
    expect(await texts(page.locator(".key"))).toEqual([evil, `${evil}2`]);
    expect(await row(evil).locator(".value").textContent()).toBe(evil);
    expect(await page.locator("#findings pre").textContent()).toBe(evil);
  });

  test("connects again when the server is back", async () => {
    await open();
    await choose("worker");
    inspector.fall();
    await expectText("#connection", /^Reconnecting… This is from/);
    expect(await row("db").count()).toBe(1);
    inspector.rise(storefront(at + 60_000));
    await expectText("#connection", "Live");
    expect(inspector.opened()).toBe(2);
    expect(await page.getByRole("tab", { selected: true }).textContent()).toContain("worker");
    expect(complaints.length).toBeGreaterThan(0);
    forgive(/ERR_|503/);
  });

  test("refuses a snapshot of another version", async () => {
    inspector.send({ ...storefront(at), version: 5 });
    await open("#waiting");
    await expectText(
      "#waiting",
      /^This page reads version 4 .* sends version 5: .* Reload the page\.$/,
    );
    inspector.send(storefront(at));
    await page.getByRole("grid").waitFor();
  });

  test("copies a report without values", async () => {
    await open("#content", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("button", { name: "Copy report" }).click();
    await expectText("#notice", /^Copied/);
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain("rwstate 0.1.0, Vite 8.3.8, 2026-01-15T11:04:22.000Z");
    expect(report).toContain("### worker: server, gated, 9 entries");
    expect(report).toContain(
      "- `db`: `PGlite`, version `2`, 2 h old, survived 4, disposable, `src/db/client.ts:14`",
    );
    expect(report).toContain("CONFLICT, `src/flags.ts:3`, `src/admin/flags.ts:11`");
    expect(report).toContain("- duplicate modules: `src/ui/theme.ts` as");
    expect(report).toContain("warning[RWS017]");
    expect(report).toContain(
      [
        "### 2 edits, 3 dependencies appended, 4 re-optimizations",
        "",
        "- 11:04:04 worker: evaluated `src/routes/cart.tsx` (changed), `src/app.ts` (imports src/routes/cart.tsx), `src/entry.ts` (imports src/app.ts), `src/routes/registry.ts` (what changed registers with it) again in 38 ms, 214 modules kept",
        "- 11:03:22 worker: appended `zustand` (imported by `src/late.ts`) in 41 ms",
        "- 11:02:22 worker: re-optimized for `valtio/vanilla` (imported by `src/routes/checkout.tsx`); 3 requests held, at most 412 ms, 1 replayed, 8 entries kept",
      ].join("\n"),
    );
    expect(report).not.toMatch(/memory:\/\/|1284|\/home\/kim/);
  });

  test("shows the report if the browser does not allow to copy it", async () => {
    await open("#content", {}, () =>
      Object.defineProperty(navigator, "clipboard", { value: undefined }),
    );
    await page.getByRole("button", { name: "Copy report" }).click();
    const box = page.getByRole("dialog").locator("textarea");
    expect(await box.inputValue()).toContain("### worker");
    expect(await box.evaluate((node: HTMLTextAreaElement) => node.selectionEnd)).toBeGreaterThan(
      100,
    );
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});
