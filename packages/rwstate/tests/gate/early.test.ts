/** The requests that a handler before Vite's own middleware gets without waiting: those that Vite itself answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadBinding } from "../../dist/binding.js";
import { gateEarlyHandlers } from "../../dist/gate/early.js";

const root = mkdtempSync(join(tmpdir(), "rwstate-early-"));
for (const file of ["src/main.tsx", "src/page", "public/logo.png", "public/a b.png"]) {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), "");
}
afterAll(() => rmSync(root, { recursive: true }));

/** The URLs that are held, by a server with a base. */
function held(base: string, urls: string[]): string[] {
  const layers: string[] = [];
  const handler = { route: "", handle: () => {} };
  const server = {
    config: { root, publicDir: join(root, "public"), base },
    environments: {
      client: {
        moduleGraph: {
          urlToModuleMap: new Map([
            ["/virtual:routes.js", {}],
            ["/a?x", {}],
          ]),
        },
      },
    },
    middlewares: {
      stack: [
        handler,
        { route: "/__inspect", handle: () => {} },
        { route: "/api", handle: () => {} },
      ],
    },
  };
  const requests = { layer: ({ url }: { url: string }) => layers.push(url) };
  gateEarlyHandlers(server as never, 0, requests as never, loadBinding());
  const handle = handler.handle as (...given: object[]) => void;
  for (const url of urls) handle({ url, headers: {} }, {}, () => {});
  return layers;
}

const apps = [
  "/",
  "/users/42",
  "/@kim",
  "/og/cover.png",
  "/feed.js",
  "/__data.json",
  "/report?v=2024",
  "/about.html",
  "/api/users",
  "/__inspected",
  "/src",
  "/%E0%A4%A",
  "/x%00y",
];

const vites = [
  "/@vite/client",
  "/@fs/elsewhere/a.ts",
  "/node_modules/.vite/deps/react.js?v=1a2b",
  "/src/main.tsx",
  "/src/main.tsx?t=1690000000000",
  "/src/page?raw",
  "/logo.png",
  "/a%20b.png",
  "/virtual:routes.js?t=1690000000000",
  "/a?x&t=1690000000000",
  "/a?import&x",
  "/__inspect/",
];

test("a request that Vite answers is not held, and one that the app answers is, whatever its URL looks like", () => {
  expect(held("/", [...apps, ...vites])).toEqual(apps);
});

test("both may have a base", () => {
  const below = (url: string) => `/base${url}`;
  expect(held("/base/", [...apps, ...vites].map(below))).toEqual(apps.map(below));
});
