/** The folder of the modules that this package serves, which run in Node, workerd and browsers. */
import { fileURLToPath } from "node:url";
import { normalizePath } from "vite";

/** An absolute path with forward slashes, and none at its end. */
export const runtimeFolder = normalizePath(
  fileURLToPath(new URL("../runtime/", import.meta.url)),
).slice(0, -1);
