// Three loops of requests to an app of a framework: its page, a route that imports lazily, a POST. Each answer is judged, no request is repeated.
import { performance } from "node:perf_hooks";
import { answersIn } from "../../playground/harness/frameworks.mjs";
import { Counter } from "./counter.mjs";

/** The names of the loops. */
export const routes = ["page", "slow", "post"];

/** How long a response is awaited, in milliseconds: a server that restarts may never send it. */
const bound = 20_000;

/**
 * What a response shows.
 *
 * @typedef {object} Seen
 * @property {string} route
 * @property {number} begin
 * @property {number} end
 * @property {Record<string, string>} [texts] by the kinds of files; none if the request has failed
 */

export class Load {
  /** Requests that failed. */
  failures = [];
  /** Answers of another request's context. */
  wrong = [];
  /** The names of the edits after which state began again. */
  reset = new Set();
  #lab;
  #paths;
  #next = 0;
  #isEnded = true;
  #isCounting = true;
  #loops;
  #counters = Object.fromEntries(
    routes.flatMap((route) =>
      ["hits", "count"].map((state) => [`${route} ${state}`, new Counter()]),
    ),
  );
  #waiting = new Set();
  #edit = "start";
  /** Times within which failures are not the server's. The last may have no end yet. */
  #windows = [];

  /**
   * @param {Pick<import("../../playground/harness/lab.mjs").Lab, "fetch" | "url">} lab
   * @param {Record<string, string>} paths by the names of the loops
   */
  constructor(lab, paths) {
    this.#lab = lab;
    this.#paths = paths;
  }

  start() {
    this.#isEnded = false;
    this.#loops = routes.map(async (route) => {
      while (!this.#isEnded) {
        await this.ask(route);
        // Leaves time to the server.
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    });
  }

  /** Ends the loops. Resolves when every request is answered. */
  async end() {
    this.#isEnded = true;
    await Promise.all(this.#loops);
  }

  /** What was counted, once the loops have ended for good. */
  counted() {
    const isExcused = ({ begin, end }) =>
      this.#windows.some((window) => begin < window.end && end > window.begin);
    const { wrong, reset } = this;
    const excused = this.failures.filter(isExcused);
    return { failures: this.failures.filter((one) => !isExcused(one)), excused, wrong, reset };
  }

  /** What follows is counted under the name of an edit. */
  begin(edit) {
    this.#edit = edit;
  }

  /** From now on failures are not the server's, until the returned function is called. */
  excuse() {
    const window = { begin: performance.now(), end: Infinity };
    this.#windows.push(window);
    return () => void (window.end = performance.now());
  }

  /** From now on state may begin again: Vite restarts. */
  forget() {
    this.#isCounting = false;
  }

  /**
   * Resolves with the time at which a response has first shown a text, once each of the given routes has shown it; with `undefined` if one
   * has not within the bound.
   *
   * @param {string} kind of file
   * @param {string} text
   * @param {string[]} shownBy names of loops
   * @param {number} bound in milliseconds
   */
  shows(kind, text, shownBy, bound) {
    return new Promise((resolve) => {
      const missing = new Set(shownBy);
      let first;
      const bounded = setTimeout(() => end(undefined), bound);
      const end = (time) => {
        clearTimeout(bounded);
        this.#waiting.delete(see);
        resolve(time);
      };
      const see = ({ route, end: time, texts }) => {
        if (texts?.[kind] !== text || !missing.delete(route)) return;
        first ??= time;
        if (missing.size === 0) end(first);
      };
      this.#waiting.add(see);
    });
  }

  /**
   * Makes a request of a loop.
   *
   * @param {string} route
   * @returns {Promise<Seen>}
   */
  async ask(route) {
    const id = `${route}-${this.#next++}`;
    const edit = this.#edit;
    const marks = this.#marks(route);
    const begin = performance.now();
    let found;
    let failure;
    try {
      const response = await this.#send(route, id);
      const body = await response.text();
      found = answersIn(body);
      if (!response.ok) failure = `${response.status} ${body.slice(0, 1500)}`;
      else if (found.length === 0) failure = `no answer in ${body.slice(0, 1500)}`;
    } catch (error) {
      failure = String(error?.cause ?? error);
    }
    const end = performance.now();
    const seen = { route, begin, end };
    if (failure === undefined) {
      seen.texts = this.#judge({ route, id, marks }, found);
    } else this.failures.push({ ...seen, edit, failure });
    for (const see of this.#waiting) see(seen);
    return seen;
  }

  #send(route, id) {
    const path = this.#paths[route];
    const signal = AbortSignal.timeout(bound);
    if (route !== "post") return this.#lab.fetch(`${path}?id=${id}`, { signal });
    const { origin } = new URL(this.#lab.url);
    return this.#lab.fetch(path, { method: "POST", body: id, headers: { origin }, signal });
  }

  #marks(route) {
    const mark = (state) => this.#counters[`${route} ${state}`].mark();
    return { hits: mark("hits"), count: mark("count") };
  }

  #judge({ route, id, marks }, answers) {
    for (const answer of answers) {
      const { lazyId = id } = answer;
      if (answer.id !== id || lazyId !== id) this.wrong.push({ edit: this.#edit, id, answer });
      for (const state of ["hits", "count"]) {
        const counter = this.#counters[`${route} ${state}`];
        const isReset = counter.isReset(answer[state], marks[state]);
        if (isReset && this.#isCounting) this.reset.add(this.#edit);
      }
    }
    const { text, own, shared, client = shared, lazy, config } = answers.at(-1);
    // The page shows what its component sees of what it shares with the server.
    // A module that registers with another registers twice where only it is evaluated again. It has arrived all the same.
    return {
      text: text.split(",").at(-1),
      [route]: own,
      shared: client === shared ? shared : undefined,
      lazy,
      config,
    };
  }
}
