// A lab of the RedwoodSDK app: a new copy beside the app's own `node_modules`, served by the Node that rwsdk needs.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openFrameworkLab } from "./frameworks.mjs";

const app = resolve(dirname(fileURLToPath(import.meta.url)), "../rwsdk-app");

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

/**
 * @typedef {object} RwsdkReport
 * @property {string} id
 * @property {(string | null)[]} contexts
 * @property {{ own: number; requestInfoStore: number }} state
 * @property {string[]} late
 * @property {Record<string, string[]>} anchor
 */

/**
 * @typedef {Omit<import("./lab.mjs").Lab, "report" | "settledReport"> & {
 *   report(path: string): Promise<RwsdkReport>;
 *   settledReport(path: string): Promise<RwsdkReport>;
 * }} RwsdkLab
 */

/**
 * Copies the app and starts its server.
 *
 * @param {Omit<import("./lab.mjs").ServeOptions, "node">} [options]
 * @returns {Promise<RwsdkLab>}
 */
export function openRwsdkLab(options) {
  return openFrameworkLab("rwsdk", options);
}

/** The first bytes of the realtime route's messages with a part of a page, and with its end. An id follows. */
const message = { part: 1, end: 2, start: 1 + 36 };

/**
 * @typedef {object} Live
 * @property {() => Promise<string>} page resolves with the next page that is sent
 * @property {() => boolean} isOpen
 * @property {() => void} close
 */

/**
 * Opens the app's realtime route, as a browser with an open page does.
 *
 * @param {Pick<import("./lab.mjs").Lab, "url">} lab
 * @param {string} path
 * @returns {Promise<Live>}
 */
export async function openLive(lab, path) {
  const { WebSocket } = createRequire(join(app, "package.json"))("ws");
  const route = new URL("/__realtime", lab.url.replace(/^http/, "ws"));
  const given = { url: new URL(path, lab.url), clientId: randomUUID() };
  for (const [name, value] of Object.entries(given)) route.searchParams.set(name, value);
  const socket = new WebSocket(route, { origin: new URL(lab.url).origin });
  await once(socket, "open");
  let page = "";
  let waiting = [];
  socket.on("message", (data) => {
    if (data[0] === message.part) page += data.subarray(message.start);
    if (data[0] !== message.end) return;
    for (const resolve of waiting) resolve(page);
    waiting = [];
    page = "";
  });
  return {
    page: () =>
      new Promise((resolve, reject) => {
        const bound = setTimeout(() => reject(new Error("no page was sent within 10 s")), 10_000);
        waiting.push((text) => {
          clearTimeout(bound);
          resolve(text);
        });
      }),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  };
}
