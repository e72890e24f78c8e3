/** Shared by the specs of the inspector's page, in a real browser with scripted snapshots. */
import axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { chromiumOptions } from "../harness/chromium.mjs";
import { serveInspector, type Inspector } from "../harness/inspector.mjs";
import { entry, environment, snapshot, storefront } from "../harness/inspector-snapshots.mjs";

export const at = Date.UTC(2026, 0, 15, 11, 4, 22);
export const root = "/home/kim/storefront";

let browser: Browser;
export let inspector: Inspector;
export let page: Page;
/** Errors that the browser has logged, such as violations of the content security policy. */
export let complaints: string[];

/** Closes the page and the server of each test, and expects that the browser has logged no error. */
export function usePage(): void {
  beforeAll(async () => void (browser = await chromium.launch(chromiumOptions)));
  afterAll(() => browser.close());
  beforeEach(async () => void (inspector = await serveInspector(storefront(at))));
  afterEach(async () => {
    await page.context().close();
    await inspector.close();
    expect(complaints).toEqual([]);
  });
}

/** Removes errors that match a pattern, because the test expects them. */
export function forgive(expected: RegExp): void {
  complaints = complaints.filter((complaint) => !expected.test(complaint));
}

/** Opens the page, and waits for an element. Errors that the browser logs fail the test at its end. */
export async function open(
  awaited = "#content",
  options: BrowserContextOptions = {},
  before?: () => void,
): Promise<void> {
  const context = await browser.newContext({ timezoneId: "UTC", locale: "en-GB", ...options });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (before) await page.addInitScript(before);
  complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(inspector.url);
  await page.locator(awaited).waitFor();
}

/** Waits until the page shows a snapshot. */
export function poll<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 10_000 });
}

/** A server with one environment. */
export function one(...entries: ReturnType<typeof entry>[]) {
  return snapshot(at, { environments: [environment("ssr", { entries })] });
}

export function row(key: string) {
  return page.locator(".body .row", {
    has: page.locator(`.key[title=${JSON.stringify(key)}]`),
  });
}

export async function choose(name: string): Promise<void> {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

export function texts(locator: ReturnType<Page["locator"]>): Promise<string[]> {
  return locator.allTextContents();
}

/** The label of the focused button. */
export function focused(): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const { activeElement: node } = document;
    return node?.getAttribute("aria-label") ?? node?.getAttribute("title") ?? node?.textContent;
  });
}

export async function expectText(selector: string, text: string | RegExp): Promise<void> {
  const polled = poll(async () => (await page.locator(selector).textContent())?.trim());
  await (typeof text === "string" ? polled.toBe(text) : polled.toMatch(text));
}

/** The violations that axe finds, in short, and the checks that it could not complete. */
export async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations: found, incomplete } = await (
      globalThis as never as { axe: typeof axe }
    ).axe.run();
    return [...found, ...incomplete].flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
  });
}
