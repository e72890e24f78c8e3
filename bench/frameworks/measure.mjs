// One run: an app is started, edited under load, and ended.
import { performance } from "node:perf_hooks";
import { frameworkOf, openFrameworkLab } from "../../playground/harness/frameworks.mjs";
import { median } from "../shared/figures.mjs";
import { broken, edits, Files, shownBy } from "./edits.mjs";
import { Load, routes } from "./load.mjs";

/** How long an edit and a first response are awaited, in milliseconds. */
const bounds = { edit: 10_000, start: 90_000 };

/**
 * What one run has shown.
 *
 * @typedef {object} Run
 * @property {{ edit: string; failure: string }[]} failures requests that failed while the app was right
 * @property {object[]} excused requests that failed for a syntax error or while Vite restarted
 * @property {object[]} wrong answers of another request's context
 * @property {string[]} resets the edits after which state began again that they did not touch
 * @property {string[]} lost the edits that were never seen
 * @property {number} reloads of the server's environments
 * @property {number} start from the start of the process until the first page, in milliseconds
 * @property {number} edit the median, from a save until the first right response
 * @property {[string, number][]} times of each edit
 */

/**
 * @param {string} name of an app
 * @param {"rwstate" | "ordinary"} variant
 * @returns {Promise<Run>}
 */
export async function measure(name, variant) {
  const framework = frameworkOf(name);
  const begin = performance.now();
  const lab = await openFrameworkLab(name, { variant, log: process.env.FRAMEWORKS_LOG });
  try {
    const load = new Load(lab, framework.paths);
    await firstPage(load, "page");
    const start = performance.now() - begin;
    for (const route of routes) await firstPage(load, route);
    await lab.call("settled");
    const files = new Files(lab.root, framework);
    for (const kind of Object.keys(shownBy)) await lab.call("watched", files.place(kind));
    // What failed until now, a first response is for.
    load.failures = [];
    const reloads = await lab.call("serverReloads");
    load.start();
    const edited = await makeEdits(load, files, () => lab.call("serverReloads"));
    await load.stop();
    return { ...edited, ...counted(load), reloads: edited.reloads - reloads, start };
  } catch (error) {
    throw new Error(`${name}, ${variant}: ${lab.output.join("").slice(-3000)}`, { cause: error });
  } finally {
    await lab.close();
  }
}

function counted({ failures, excused, wrong, reset }) {
  return { failures, excused, wrong, resets: [...reset] };
}

/** Asks until a response is right, as a person reloads a page. */
async function firstPage(load, route) {
  for (const since = performance.now(); performance.now() - since < bounds.start;) {
    const { texts } = await load.ask(route);
    if (texts) return;
  }
  throw new Error(`no right response: ${load.failures.at(-1)?.failure}`);
}

async function makeEdits(load, files, countReloads) {
  const times = [];
  const lost = [];
  let reloads = 0;
  for (const [index, { name, kind, save }] of edits.entries()) {
    const number = index + 1;
    const title = `${number} ${name}`;
    // Vite's watcher drops a change of a file within 50 ms of its last one.
    await new Promise((resolve) => setTimeout(resolve, 150));
    load.begin(title);
    let pardon;
    if (name === "syntax error") {
      pardon = load.excuse();
      await broken(files);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    if (kind === "config") {
      reloads = await countReloads();
      pardon = load.excuse();
      load.forget();
    }
    const isShown = load.shows(kind, `${kind} ${number}`, shownBy[kind], bounds.edit);
    const begin = performance.now();
    await save(files, number);
    const end = await isShown;
    pardon?.();
    if (end === undefined) lost.push(title);
    else if (!pardon) times.push([name, end - begin]);
  }
  return { times, lost, reloads, edit: median(times.map(([, time]) => time)) };
}
