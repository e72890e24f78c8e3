// Nodes of npm packages, beside the one that runs the tests: frameworks need a newer one than the oldest that is supported.
import { fileURLToPath } from "node:url";

/** @param {"node-22" | "node-24"} name */
const installed = (name) =>
  fileURLToPath(new URL(`../node/node_modules/${name}/bin/node`, import.meta.url));

export const node22 = installed("node-22");
export const node24 = installed("node-24");

/** By Vite's version: the Node that runs the cells with it. Node 24 keeps contexts in another way than those before it. */
export const nodes = { 6: process.execPath, 7: node22, 8: node24, 8.4: node24 };

/** The environment variables of a server in such a Node: from Node 22 on it can keep compiled code, which Wrangler has much of. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../node/compile-cache", import.meta.url)),
};
