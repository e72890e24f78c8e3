/** A page of the app `client` in real Chromium, with a record of all its events. */
import { expect } from "vitest";
import type { BrowserContext, Page } from "playwright-core";
import type { Lab } from "../harness/lab.mjs";

export class ClientPage {
  /** Console errors, uncaught errors and failed responses. */
  readonly errors: string[] = [];
  /** By URL: the cache policy of each output of the optimizer that was requested since the last `outputs.clear()`. */
  readonly outputs = new Map<string, string | undefined>();
  loads = 0;

  private constructor(readonly page: Page) {
    page.on("framenavigated", (frame) => frame === page.mainFrame() && this.loads++);
    page.on("pageerror", ({ message }) => this.errors.push(message));
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    page.on("response", (response) => {
      const url = response.url();
      if (response.status() >= 400) this.errors.push(`${response.status()} ${url}`);
      const path = url.replace(/^.*?\/\.vite\/deps\//, "");
      if (path !== url) this.outputs.set(path, response.headers()["cache-control"]);
    });
  }

  static async open(context: BrowserContext, lab: Lab, name: string): Promise<ClientPage> {
    const opened = new ClientPage(await context.newPage());
    // An update that is sent before the page's client has connected is lost.
    const connected = opened.page.waitForEvent("console", (message) =>
      message.text().includes("connected."),
    );
    await opened.page.goto(`${lab.url}?page=${name}`);
    await connected;
    return opened;
  }

  /** Waits until an element has a text. */
  async shows(selector: string, text: string): Promise<void> {
    const shown = this.page.waitForFunction(
      ([selector, text]) => document.querySelector(selector!)?.textContent?.trim() === text,
      [selector, text],
    );
    await shown.catch(async (error) => {
      const now = await this.page.locator(selector).allTextContents();
      throw new Error(`${selector}: ${text}, is ${now}; ${this.errors.join("\n")}`, {
        cause: error,
      });
    });
  }

  /** Marks the page, so that a reload is noticed. */
  async use(): Promise<void> {
    await this.page.fill("#input", "typed");
    await this.page.evaluate(() => {
      scrollTo(0, 500);
      Object.assign(globalThis, { mark: "there" });
    });
  }

  async expectUntouched(): Promise<void> {
    const kept = await this.page.evaluate(() => ({
      input: document.querySelector("input")!.value,
      isScrolled: scrollY > 400,
      mark: Reflect.get(globalThis, "mark") as unknown,
    }));
    expect(kept).toEqual({ input: "typed", isScrolled: true, mark: "there" });
    expect({ loads: this.loads, errors: this.errors }).toEqual({ loads: 1, errors: [] });
  }

  /** Runs a function that the app's entry has put on `globalThis`. */
  call(name: string, argument: string): Promise<unknown> {
    return this.page.evaluate(`${name}(${JSON.stringify(argument)})`);
  }
}
