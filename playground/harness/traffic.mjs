// Load on a lab's server: concurrent GETs, slow GETs that import lazily and render React, and POSTs with a side effect. Each answer is judged,
// and no request is repeated.
import { cp, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const overlay = resolve(dirname(fileURLToPath(import.meta.url)), "../apps/traffic");

/**
 * Adds the routes of the load to a copy of the app. For `prepare`.
 *
 * @param {string} root
 */
export function addTraffic(root) {
  return cp(overlay, root, { recursive: true });
}

/**
 * Adds the modules that `edits.spec.ts` edits, and the routes of the load.
 *
 * @param {string} root
 */
export async function addEdited(root) {
  await addTraffic(root);
  await cp(resolve(overlay, "../edited"), root, { recursive: true });
  const routes = resolve(root, "src/routes.ts");
  const text = await readFile(routes, "utf8");
  const named = text.replace("> = {\n  /** Awaits", "> = {\n  edited,\n  /** Awaits");
  if (named === text) throw new Error("the routes have no place for one more");
  await writeFile(routes, `import { edited } from "./edited/index";\n${named}`);
}

/** The kinds of failures, by their texts. */
const kinds = [
  ["duplicate React", /Invalid hook call|reading 'useState'|reading 'useContext'/],
  ["outdated dependency", /new version of the pre-bundle|ERR_OUTDATED_OPTIMIZED_DEP/],
];

/**
 * A request; times in milliseconds since the load began.
 *
 * @typedef {object} TrafficRequest
 * @property {string} path
 * @property {string} method
 * @property {number} begin
 * @property {number} end
 * @property {{ kind: string; text: string } | undefined} failure
 */

/** The requests of a load, and the counts of the POSTs after it. */
export class Traffic {
  /** @type {TrafficRequest[]} */
  requests = [];
  /**
   * By id: how often each POST was executed.
   *
   * @type {Record<string, number>}
   */
  counts = {};
  #lab;
  #prefix;
  #name;
  #next = 0;
  #posted = [];
  #identities = new Map();
  #begin = performance.now();
  #thinkTime = 10;
  #stopped = false;
  #loops = [];

  /**
   * @param {Pick<import("./lab.mjs").Lab, "fetch">} lab
   * @param {string} prefix of the environment's paths: `/` or `/rsc/`
   * @param {string} name of this load, different from others of one server
   */
  constructor(lab, prefix = "/", name = prefix) {
    this.#lab = lab;
    this.#prefix = prefix;
    this.#name = name;
  }

  /**
   * Starts a number of loops of each kind. Their think time between two requests is in milliseconds: several loops keep requests in flight all the
   * same, and leave time to the server, and to those of other spec files.
   *
   * @param {{ fast?: number; slow?: number; posts?: number; thinkTime?: number }} [loops]
   */
  start({ fast = 2, slow = 2, posts = 1, thinkTime = 10 } = {}) {
    this.#thinkTime = thinkTime;
    for (let loop = 0; loop < fast; loop++)
      this.#loop("GET", "", (answer) => this.#judgeReport(answer));
    for (let loop = 0; loop < slow; loop++)
      this.#loop("GET", "slow", (answer) => this.#judge(answer));
    for (let loop = 0; loop < posts; loop++)
      this.#loop("POST", "count", (answer) => this.#judge(answer));
    return this;
  }

  /** Starts loops for a RedwoodSDK app: for its report, and for its page, whose island renders on the server with a hook. */
  startRwsdk() {
    this.#loop("GET", "report", (answer) => this.#judgeRwsdk(answer));
    this.#loop("GET", "", ({ asked, text }) =>
      text.includes(`<p id="request">${asked}</p>`) ? undefined : wrong(asked, text.slice(0, 300)),
    );
    return this;
  }

  /** Stops the load. Resolves when every request is answered. */
  async stop() {
    if (this.#stopped) return this;
    this.#stopped = true;
    await Promise.all(this.#loops);
    if (this.#posted.length === 0) return this;
    this.counts = await (await this.#lab.fetch(`${this.#prefix}counts`)).json();
    return this;
  }

  get failures() {
    return this.requests.filter(({ failure }) => failure);
  }

  /**
   * Failures by kind.
   *
   * @returns {Record<string, number>}
   */
  get byKind() {
    const kinds = {};
    for (const { failure } of this.failures) kinds[failure.kind] = (kinds[failure.kind] ?? 0) + 1;
    return kinds;
  }

  /** The number of POSTs that were executed twice, and of those that were answered and never executed. */
  get wrongPosts() {
    const done = (id) => this.counts[id] ?? 0;
    return {
      sent: this.#posted.length,
      twice: this.#posted.filter(({ id }) => done(id) > 1).length,
      never: this.#posted.filter(({ id, isAnswered }) => isAnswered && done(id) === 0).length,
    };
  }

  get longest() {
    return Math.max(0, ...this.requests.map(({ begin, end }) => end - begin));
  }

  now() {
    return performance.now() - this.#begin;
  }

  #loop(method, path, judge) {
    this.#loops.push(this.#run(method, path, judge));
  }

  async #run(method, path, judge) {
    while (!this.#stopped) {
      await this.#ask(method, path, judge);
      await new Promise((resolve) => setTimeout(resolve, this.#thinkTime));
    }
  }

  async #ask(method, path, judge) {
    const id = `${this.#name}-${this.#next++}`;
    const post = method === "POST" && { id, isAnswered: false };
    if (post) this.#posted.push(post);
    const begin = this.now();
    let failure;
    try {
      const body = post ? { body: "x".repeat(1000) } : {};
      const response = await this.#lab.fetch(`${this.#prefix}${path}?id=${id}`, {
        method,
        ...body,
      });
      const text = await response.text();
      if (post) post.isAnswered = response.ok;
      failure = response.ok ? judge({ asked: id, ...parsed(text) }) : named(text, response);
    } catch (error) {
      failure = { kind: "connection", text: String(error?.cause ?? error) };
    }
    this.requests.push({ path: path || "/", method, begin, end: this.now(), failure });
  }

  #judgeReport({ asked, id, contexts, state, store }) {
    if (id !== asked || contexts.some((context) => context !== asked))
      return wrong(asked, contexts);
    return this.#same({ probe: state.app, store: store.app });
  }

  #judgeRwsdk({ asked, id, contexts, state }) {
    if (id !== asked || contexts.some((context) => context !== asked))
      return wrong(asked, contexts);
    return this.#same(state);
  }

  #judge({ asked, id, context, html, state }) {
    if (id !== asked || context !== asked) return wrong(asked, context);
    if (html !== undefined && html !== "<p>hello</p>") return { kind: "wrong page", text: html };
    return this.#same(state);
  }

  /** Checks that every object is the same as in the first answer. */
  #same(identities) {
    for (const [name, number] of Object.entries(identities)) {
      const first = this.#identities.get(name) ?? number;
      this.#identities.set(name, first);
      if (number !== first)
        return { kind: "state changed", text: `${name}: ${first} -> ${number}` };
    }
    return undefined;
  }
}

function wrong(asked, got) {
  return { kind: "wrong context", text: `asked as ${asked}, answered as ${JSON.stringify(got)}` };
}

/** A JSON answer, or a page as its text. */
function parsed(text) {
  return text.startsWith("{") ? JSON.parse(text) : { text };
}

function named(text, { status, statusText }) {
  const kind = kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? "other error";
  return { kind, text: `${status} ${statusText} ${text.slice(0, 2000)}` };
}
