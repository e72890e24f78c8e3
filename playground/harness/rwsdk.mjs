// A lab of the RedwoodSDK app: a fresh copy beside the app's own `node_modules`, served by the Node that rwsdk needs.
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serveLab } from "./lab.mjs";
import { node22 } from "./node.mjs";

const app = resolve(dirname(fileURLToPath(import.meta.url)), "../rwsdk-app");

/** What a copy of the app is made of. */
export const rwsdkSources = [
  "package.json",
  "src",
  "tsconfig.json",
  "vite.config.mjs",
  "wrangler.jsonc",
];

/**
 * Real npm packages that the app does not import at start. A package that comes after one that depends on it moves into
 * a chunk of its own, so that Vite reloads; so does the first, which shares React.
 */
export const lateRwsdkPackages = [
  "zustand",
  "p-limit",
  "yocto-queue",
  "valtio/vanilla",
  "proxy-compare",
  "p-queue",
  "p-timeout",
  "eventemitter3",
];

/** Copies the app and starts its server; the options are those of `serveLab`. */
export async function openRwsdkLab({ env, ...options } = {}) {
  await mkdir(join(app, "apps"), { recursive: true });
  const root = await mkdtemp(join(app, "apps/rwsdk-"));
  for (const source of rwsdkSources)
    await cp(join(app, source), join(root, source), { recursive: true });
  return serveLab(root, {
    ...options,
    node: node22,
    // Miniflare would ask the network for an example of `request.cf`.
    env: { CLOUDFLARE_CF_FETCH_ENABLED: "false", ...env },
  });
}
