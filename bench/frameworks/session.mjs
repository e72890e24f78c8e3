// An app that runs with rwstate or with plain Vite: it is edited while requests come in, and what they have met is counted.
import { performance } from "node:perf_hooks";
import { frameworkOf, openFrameworkLab } from "../../playground/harness/frameworks.mjs";
import { broken, edits, Files, shownBy } from "./edits.mjs";
import { Load, routes } from "./load.mjs";

/** How long an edit, the restart after a change of the config and a first response are awaited, in milliseconds. */
const bounds = { edit: 10_000, restart: 60_000, start: 90_000 };

/**
 * What a session has shown.
 *
 * @typedef {object} Run
 * @property {{ edit: string; failure: string }[]} failures requests that failed while the app was right
 * @property {object[]} excused requests that failed for a syntax error or while Vite restarted
 * @property {object[]} wrong answers of another request's context
 * @property {string[]} resets the edits after which state began again that they did not touch
 * @property {string[]} lost the edits that were never seen
 * @property {number} reloads of the server's environments
 * @property {number} start from the start of the process until the first page, in milliseconds
 * @property {(number | undefined)[]} times by edit: from the save until the first right response, where that is measured
 */

export class Session {
  #lab;
  #load;
  #files;
  #start;
  #times = [];
  #lost = [];
  /** Of the server's environments, when it was ready and before the change of the config, which makes others. */
  #reloads = { before: 0, after: 0 };

  /**
   * Starts the server, and waits until each route has answered.
   *
   * @param {string} name of an app
   * @param {"rwstate" | "ordinary"} variant
   */
  static async open(name, variant) {
    const framework = frameworkOf(name);
    const begin = performance.now();
    const lab = await openFrameworkLab(name, { variant });
    try {
      const session = new Session();
      session.#lab = lab;
      const load = (session.#load = new Load(lab, framework.paths));
      await firstResponse(load, "page");
      session.#start = performance.now() - begin;
      for (const route of routes) await firstResponse(load, route);
      await lab.call("settled");
      // What has failed until now, a first response is awaited for.
      load.failures = [];
      session.#files = new Files(lab.root, framework);
      for (const kind of Object.keys(shownBy)) {
        // Who watches the config is the framework's own business.
        if (kind !== "config") await lab.call("watched", session.#files.place(kind));
      }
      session.#reloads.before = await lab.call("serverReloads");
      return session;
    } catch (error) {
      await lab.close();
      throw new Error(`${name}, ${variant}: ${lab.output.join("").slice(-3000)}`, { cause: error });
    }
  }

  /**
   * Makes an edit while requests come in, from before the save until the edit is seen.
   *
   * @param {number} index in the list of edits
   */
  async edit(index) {
    const { name, kind, save } = edits[index];
    const number = index + 1;
    const load = this.#load;
    load.begin(`${number} ${name}`);
    load.start();
    // Vite's watcher drops a change of a file within 50 ms of its last one.
    await passed(150);
    const excused = await this.#excuse(name, kind);
    const bound = kind === "config" ? bounds.restart : bounds.edit;
    const isShown = load.shows(kind, `${kind} ${number}`, shownBy[kind], bound);
    const begin = performance.now();
    await save(this.#files, number);
    const end = await isShown;
    excused?.();
    if (end === undefined) this.#lost.push(`${number} ${name}`);
    this.#times.push(end === undefined || excused ? undefined : end - begin);
    await passed(100);
    await load.end();
  }

  /** Ends the server. */
  async close() {
    await this.#lab.close();
  }

  /** @returns {Run} */
  get run() {
    const { failures, excused, wrong, reset } = this.#load.counted();
    return {
      failures,
      excused,
      wrong,
      resets: [...reset],
      lost: this.#lost,
      reloads: this.#reloads.after - this.#reloads.before,
      start: this.#start,
      times: this.#times,
    };
  }

  /** Saves what is wrong for a time, or notes that a restart comes. Returns what ends that time, if requests may fail. */
  async #excuse(name, kind) {
    if (name === "syntax error") {
      const excused = this.#load.excuse();
      await broken(this.#files);
      await passed(300);
      return excused;
    }
    if (kind !== "config") return undefined;
    this.#reloads.after = await this.#lab.call("serverReloads");
    this.#load.forget();
    return this.#load.excuse();
  }
}

/** Asks until a response is right, as a person reloads a page. */
async function firstResponse(load, route) {
  for (const since = performance.now(); performance.now() - since < bounds.start;) {
    const { texts } = await load.ask(route);
    if (texts) return;
  }
  throw new Error(`no right response: ${load.failures.at(-1)?.failure}`);
}

function passed(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
