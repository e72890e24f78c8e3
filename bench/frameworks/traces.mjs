// What a build has made, and which of it names rwstate.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The app's own packages, and caches. An output may have folders of these names, too: Nitro copies packages into `.output/server/node_modules`. */
const others = /^(?:node_modules|\.vite|\.wrangler|\.cache)\//;

/**
 * The files of an app, but for packages and caches.
 *
 * @param {string} root
 */
export async function filesIn(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !others.test(file));
}

/**
 * Those of the files that name rwstate, in their path or in what they have.
 *
 * @param {string} root
 * @param {string[]} files
 * @param {(string | RegExp)[]} [except] what may be there
 */
export async function tracesIn(root, files, except = []) {
  const isOurs = (text) =>
    /rwstate/i.test(except.reduce((rest, one) => rest.replaceAll(one, ""), text));
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
  return files.filter((file, index) => isOurs(file) || isOurs(texts[index]));
}
