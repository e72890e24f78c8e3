/** The gate of one dev server: what watches, what carries out, and the mind between them. */
import type { DevEnvironment, ViteDevServer } from "vite";
import type { Context } from "../plugin/context.js";
import { Adapter, type Hands } from "./adapter.js";
import { hmrOf } from "../plugin/hmr.js";
import { listening } from "../plugin/listening.js";
import { Crawl } from "./crawl.js";
import { closeEntrance, dispatchAgain, watchEntrance } from "./dispatch.js";
import { gateEarlyHandlers } from "./early.js";
import { Edits } from "./edits.js";
import { Hot } from "./hot.js";
import { Optimizers } from "./optimizers.js";
import { Reports } from "./report.js";
import { Requests } from "./requests.js";

export class Session {
  readonly edits: Edits;
  readonly requests: Requests;
  readonly #context: Context;
  readonly #server: ViteDevServer;
  readonly #adapter: Adapter;
  readonly #environments: DevEnvironment[];
  readonly #crawls: Crawl[] = [];
  readonly #optimizers = new Optimizers();
  readonly #layers: number;
  #successor: Session | undefined;
  /** The edit that holds requests while another server is made ready. */
  #retiring: number | undefined;
  /** When a server that took over is ready for requests. */
  #listening: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(context: Context, server: ViteDevServer) {
    const { binding, plan } = context;
    this.#context = context;
    this.#server = server;
    this.#environments = Object.values(server.environments).filter(({ name, config }) =>
      plan.isGated(name, config.consumer, context.mode),
    );
    const optimizers = this.#optimizers;
    const hot = new Hot();
    const { client } = server.environments;
    const reports = new Reports(binding, plan, this.#environments, client, optimizers, hot);
    this.requests = new Requests(binding.End);
    this.edits = new Edits(optimizers);
    const hands: Hands = {
      admit: (request) => this.requests.admit(request),
      replay: (request) => this.requests.replay(request),
      settle: (request) => this.requests.settle(request),
      explain: (request) => reports.explain(this.requests.name(request)),
      forward: (send, everything) => hot.forward(send, everything),
      drop: (send) => hot.drop(send),
      ping: (ping, environment) => hot.ping(ping, environment),
      disturb: () => this.requests.disturb(),
      report: (report) => {
        reports.opened(report);
        optimizers.opened();
        hot.opened();
      },
      fail: (error) => {
        reports.failed(error);
        hot.release();
        this.requests.release();
      },
    };
    this.#adapter = new Adapter(new binding.Gate(plan), binding.Act, hands);
    for (const part of [optimizers, hot, this.edits, this.requests]) part.attach(this.#adapter);
    this.#environments.forEach((environment, id) => {
      const missing = missingIn(environment);
      if (missing !== undefined) return reports.ungated(environment, missing);
      optimizers.watch(environment, id);
      hot.watch(environment, id);
      const crawl = new Crawl(environment, binding, {
        imports: (specifier, importer) => optimizers.nameImporter(id, specifier, importer),
      });
      this.#crawls[id] = crawl;
      this.edits.watch(id, () => (this.#isTargeted(environment) ? undefined : crawl));
    });
    this.edits.endAfter(server.config);
    watchEntrance(server.middlewares);
    this.#layers = server.middlewares.stack.length;
  }

  /** The id of a gated environment; `undefined` for others. */
  id(environment: DevEnvironment): number | undefined {
    const id = this.#environments.indexOf(environment);
    return this.#crawls[id] ? id : undefined;
  }

  /** Resolves when Vite may change the graphs that have a file. */
  async changed(file: string): Promise<void> {
    const concerned = this.#environments.flatMap(({ moduleGraph }, id) =>
      this.#crawls[id] && moduleGraph.getModulesByFile(file)?.size ? [id] : [],
    );
    await this.edits.changed(concerned, file, hmrOf(this.#server.config));
  }

  /** See `Context.drain`. */
  async drain(environment: DevEnvironment): Promise<() => void> {
    const id = this.id(environment);
    if (id === undefined || this.#adapter.isQuiet) return () => {};
    const { edit, ready } = this.#adapter.beginEdit(id, "whole");
    await ready;
    return () => this.#adapter.endEdit(edit);
  }

  /** See `Context.settled`. */
  async settled(environment: DevEnvironment): Promise<void> {
    const id = this.id(environment);
    if (id === undefined || this.#adapter.isQuiet) return;
    await Promise.race([this.#optimizers.commit(id), this.#adapter.opened()]);
  }

  /** Whether an edit in an environment replaces single modules, whatever it newly imports. */
  #isTargeted(environment: DevEnvironment): boolean {
    const { appended, targeted } = this.#context;
    const discovers = environment.depsOptimizer !== undefined;
    return targeted.has(environment) && (!discovers || appended.has(environment.name));
  }

  gateEarlyHandlers(): void {
    gateEarlyHandlers(this.#server, this.#layers, this.requests, this.#context.binding);
  }

  /**
   * Another server was there before: takes over from it. Until the environments listen, which begins Vite's optimizers,
   * requests are held here too; on a first start nobody asks before that.
   */
  async takeOver(predecessor: Session): Promise<void> {
    const { edit } = this.#adapter.beginEdit(this.#environments.length, "whole");
    this.#listening = Promise.all(this.#environments.map(listening)).then(() =>
      this.#adapter.endEdit(edit),
    );
    await predecessor.#retire(this);
  }

  /** The server is closing. What is held goes on at once, to the server that takes over where there is one. */
  close(): void {
    this.#isClosed = true;
    const held = this.#successor ? this.requests.handOver() : [];
    this.#adapter.close();
    // Where Vite owns the socket it has closed it, and there is nobody to answer; a host's own server keeps it.
    const successor = this.#successor;
    if (!successor) return;
    void successor.#listening.then(() => {
      for (const [request, response] of held) {
        if (!response.destroyed) dispatchAgain(request, response);
      }
    });
  }

  /** A restart has ended. Where it came to nothing, this server goes on; the answer is whether it does. */
  outlived(): boolean {
    if (this.#isClosed || this.#retiring === undefined) return false;
    this.#successor = undefined;
    this.#adapter.endEdit(this.#retiring);
    this.#retiring = undefined;
    return true;
  }

  /** New requests wait for the server that takes over, and those in flight end before it begins. */
  async #retire(successor: Session): Promise<void> {
    this.#successor = successor;
    const { edit, ready } = this.#adapter.beginEdit(this.#environments.length, "whole");
    this.#retiring = edit;
    await ready;
    const ended = this.#adapter
      .opened()
      .then(() => (this.#isClosed ? successor.#listening : undefined));
    const opens = Promise.race([successor.#listening, ended]);
    await closeEntrance(this.#server.middlewares, opens);
  }
}

/** What the gate needs and this Vite does not have. */
function missingIn({ hot, depsOptimizer }: DevEnvironment): string | undefined {
  if (typeof hot?.send !== "function" || typeof hot.on !== "function") return "hot.send";
  if (depsOptimizer && typeof depsOptimizer.registerMissingImport !== "function") {
    return "depsOptimizer.registerMissingImport";
  }
  return undefined;
}
