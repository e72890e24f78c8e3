// Writes the pictures of the inspector that the README shows: `node playground/harness/inspector-pictures.mjs`, after
// `cargo xtask build`. Text is set in Inter and JetBrains Mono where the machine has them.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { chromiumOptions } from "./chromium.mjs";
import { serveInspector } from "./inspector.mjs";
import { storefront } from "./inspector-snapshots.mjs";
import { withPalette } from "./palette.mjs";

const images = new URL("../../docs/images/", import.meta.url);
const inspector = await serveInspector(storefront(Date.UTC(2026, 0, 15, 11, 4, 22)));
const browser = await chromium.launch(chromiumOptions);
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width: 1280, height: 1080 },
    deviceScaleFactor: 1.5,
    timezoneId: "UTC",
    locale: "en-GB",
  });
  await page.goto(inspector.url);
  await page.locator("#content").waitFor();
  await page.getByRole("tab", { name: /^worker/ }).click();
  await page.mouse.move(0, 0);
  await page.evaluate("document.activeElement.blur()");
  const path = fileURLToPath(new URL(`inspector-${colorScheme}.png`, images));
  await writeFile(path, withPalette(await page.screenshot({ animations: "disabled" })));
  console.log(path);
}
await browser.close();
await inspector.close();
