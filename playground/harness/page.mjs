// An app in a real browser, which reports from its page.
import { chromium } from "playwright-core";
import { chromiumOptions } from "./chromium.mjs";

/**
 * Opens the app of a lab in Chromium, and waits until its optimizer has nothing to do and the page is not to be reloaded for that.
 *
 * @param {import("./lab.mjs").Lab} lab
 */
export async function openPage(lab) {
  const browser = await chromium.launch(chromiumOptions);
  const page = await browser.newPage();
  let pages = 0;
  let reports = 0;
  /** Whether Vite's client has received a full reload, and has not reloaded the page yet. */
  let reloading = false;
  page.on("domcontentloaded", () => {
    pages++;
    reloading = false;
  });
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes('"type":"full-reload"')) reloading = true;
    }),
  );
  // An update that is sent before the page's client has connected is lost.
  const connected = () =>
    page.waitForEvent("console", (message) => message.text().includes("connected."));

  async function ask() {
    await page.waitForFunction("globalThis.playgroundReport");
    return page.evaluate((id) => globalThis.playgroundReport(id), `page${++reports}`);
  }

  /** Requests reports until two of them come from one page, while no optimizer is at work and no reload is due. */
  async function report() {
    let failure;
    let previous;
    for (let round = 0; round < 30; round++) {
      const answer = await ask().catch((error) => void (failure = error));
      await lab.call("settled");
      const now = JSON.stringify([await lab.call("generations"), await lab.call("reloads"), pages]);
      if (answer && !reloading && now === previous) return answer;
      previous = now;
    }
    throw failure ?? new Error("the page does not come to rest");
  }

  const first = connected();
  await page.goto(lab.url);
  await first;
  await report();
  const second = connected();
  await page.reload();
  await second;

  return {
    report,
    /** The page, to be driven by Playwright. */
    page,
    pages: () => pages,
    close: () => browser.close(),
    /** Calls `act`, and waits for its effect on the page. */
    async take(kind, act) {
      if (kind === "start") return act();
      if (kind === "accepted") {
        const { acceptedInstance } = await report();
        await act();
        return page.waitForFunction(
          (before) =>
            globalThis.playgroundReport("wait").then((now) => now.acceptedInstance !== before),
          acceptedInstance,
        );
      }
      const loaded = page.waitForEvent("domcontentloaded");
      const reconnected = connected();
      await act();
      await Promise.all([loaded, reconnected]);
    },
  };
}
