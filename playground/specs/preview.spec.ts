/** Previews in real workerd and a real browser run no code of values, whether the realm can detect proxies or not. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import * as inNode from "../../packages/rwstate/dist/runtime/preview.mjs";
import { examine } from "../../packages/rwstate/tests/preview/hostile.mjs";
import { chromiumOptions } from "../harness/chromium.mjs";
import { cells } from "./cells";

type Examined = ReturnType<typeof examine>;

const parts = ["identify", "intrinsics", "budget", "secrets", "show", "text"].map(
  (name) => `preview/${name}.mjs`,
);
const files = ["preview.mjs", ...parts];
const runtime = new URL("../../packages/rwstate/dist/runtime/", import.meta.url);
const hostile = new URL("../../packages/rwstate/tests/preview/hostile.mjs", import.meta.url);

async function sources(): Promise<Record<string, string>> {
  const found = files.map(async (file) => [file, await readFile(new URL(file, runtime), "utf8")]);
  return Object.fromEntries([
    ...(await Promise.all(found)),
    ["hostile.mjs", await readFile(hostile, "utf8")],
  ]);
}

/** In a realm that cannot detect proxies: values that cannot be proxies are shown, and only the types of all others. */
function expectUntold({ seen, ran }: Examined): void {
  expect(ran).toEqual([]);
  expect(Object.keys(seen)).toEqual(Object.keys(examine(inNode).seen));
  expect(seen).toMatchObject({
    text: ["string", '"key"'],
    object: ["object", "object"],
    instance: ["object", "object"],
    array: ["Array", "Array"],
    proxy: ["object", "object"],
    proxyOfArray: ["Array", "Array"],
    proxyOfFunction: ["function", "ƒ"],
    revoked: ["object", "object"],
    map: [
      "Map",
      'Map(5) { 1 → 0, "key1" → 1, Array → 2, "key3" → 3, Map(1) { object → Array } → 4 }',
    ],
    mapOfSecrets: ["Map", 'Map(1) { "session-token" → (hidden) }'],
    proxyUnderMap: ["Map", "Map(1) { 1 → Array }"],
    error: ["Error", "Error: key"],
    function: ["function", "ƒ named"],
    date: ["Date", "1970-01-01T00:00:00.000Z"],
    buffer: ["ArrayBuffer", "ArrayBuffer(100000000)"],
  });
}

test.each(cells("workerd").filter(({ vite }) => vite === 8))("workerd", async ({ vite }) => {
  const require = createRequire(new URL(`../vite-${vite}/package.json`, import.meta.url));
  const { Miniflare } = require("miniflare");
  const main =
    'import * as module from "./preview.mjs";\nimport { examine } from "./hostile.mjs";\n' +
    "export default { fetch: () => Response.json(examine(module)) };\n";
  const texts = Object.entries({ "main.mjs": main, ...(await sources()) });
  const modules = Object.fromEntries(
    texts.map(([name, contents]) => [name, { type: "esm", contents }]),
  );

  async function examineWith(compatibilityFlags: string[]): Promise<Examined> {
    const config = {
      name: "preview",
      compatibilityDate: "2025-09-01",
      compatibilityFlags,
      manifest: { mainModule: "main.mjs", modules },
    };
    const miniflare = new Miniflare({ workers: [{ config }] });
    try {
      return (await (await miniflare.dispatchFetch("http://localhost/")).json()) as Examined;
    } finally {
      await miniflare.dispose();
    }
  }

  const detecting = await examineWith(["nodejs_compat"]);
  expect(detecting.ran).toEqual([]);
  expect(detecting.seen).toEqual(examine(inNode).seen);
  expectUntold(await examineWith([]));
});

test.each(cells("browser").filter(({ vite }) => vite === 8))("Chromium", async () => {
  const texts = await sources();
  const browser = await chromium.launch(chromiumOptions);
  try {
    const page = await browser.newPage();
    await page.route("**", (route) => {
      const body = texts[new URL(route.request().url()).pathname.slice(1)];
      if (body === undefined) return route.fulfill({ contentType: "text/html", body: "" });
      return route.fulfill({ contentType: "text/javascript", body });
    });
    await page.goto("http://preview.test/");
    const examined = await page.evaluate<Examined>(
      'Promise.all([import("/preview.mjs"), import("/hostile.mjs")]).then(([module, { examine }]) => examine(module))',
    );
    expectUntold(examined);
  } finally {
    await browser.close();
  }
});
