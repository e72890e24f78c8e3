/** The gate of one dev server: its parts, and its takeover of another server's gate when Vite restarts. */
import type { DevEnvironment, ViteDevServer } from "vite";
import { isBundled } from "../server/bundled.js";
import type { Context } from "../server/context.js";
import { hmrOf } from "../server/hmr.js";
import { listening } from "../server/listening.js";
import { Adapter } from "./adapter.js";
import { Bundle } from "./bundles.js";
import { closeEntrance, dispatchAgain, watchEntrance } from "./dispatch.js";
import { gateEarlyHandlers } from "./early.js";
import { Edits } from "./edits.js";
import { Hot } from "./hot.js";
import { Optimizers } from "./optimizers.js";
import { reportErrors, reportRecoveries, reportUngated } from "./report.js";
import { Requests } from "./requests.js";

export class Session {
  readonly edits: Edits;
  readonly requests: Requests;
  readonly #context: Context;
  readonly #server: ViteDevServer;
  readonly #adapter: Adapter;
  readonly #optimizers: Optimizers;
  /** By number: the environments that have what the gate needs. */
  readonly #environments = new Map<number, DevEnvironment>();
  /** Those of them that Vite bundles. */
  readonly #bundles = new Map<DevEnvironment, Bundle>();
  /** All environments that are to be gated, by their numbers. */
  readonly #planned: DevEnvironment[];
  /** How many layers the middleware had before other plugins added theirs. */
  readonly #layers: number;
  #successor: Session | undefined;
  /** The edit that holds requests while another server starts. */
  #retiring: number | undefined;
  /** Resolves when this server, which takes over from another, listens, or when the gate no longer waits for that. */
  #listening: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(context: Context, server: ViteDevServer) {
    const { binding, plan } = context;
    this.#context = context;
    this.#server = server;
    const planned = Object.values(server.environments).filter(({ name, config }) =>
      plan.isGated(name, config.consumer, context.mode),
    );
    this.#planned = planned;
    planned.forEach((environment, id) => {
      const missing = missingIn(environment);
      if (missing === undefined) this.#environments.set(id, environment);
      else reportUngated(environment, missing, binding, plan);
    });
    const adapter = new Adapter(new binding.Gate(plan), binding.Act);
    reportErrors(adapter, planned[0]);
    const optimizers = new Optimizers(adapter, this.#environments);
    const hot = new Hot(adapter, this.#environments);
    for (const [id, environment] of this.#environments) {
      // A runner without HMR applies no patch, and Vite has it import nothing again.
      if (isBundled(environment) && server.config.server.hmr !== false) {
        this.#bundles.set(environment, new Bundle(adapter, id, environment));
      }
    }
    const requests = new Requests(adapter, binding.End);
    const { client } = server.environments;
    const subjects = { environments: planned, client, optimizers, hot, requests };
    reportRecoveries(adapter, binding, plan, subjects);
    this.#adapter = adapter;
    this.#optimizers = optimizers;
    this.requests = requests;
    this.edits = new Edits(adapter, (id) => this.#isTargeted(id));
    this.edits.endAfter(server.config);
    watchEntrance(server.middlewares);
    this.#layers = server.middlewares.stack.length;
  }

  /** The number of an environment; `undefined` where it has no gate. */
  id(environment: DevEnvironment): number | undefined {
    for (const [id, one] of this.#environments) if (one === environment) return id;
    return undefined;
  }

  /** Resolves when Vite may change the graphs that have a file. */
  async changed(file: string): Promise<void> {
    const concerned = [...this.#environments].flatMap(([id, { moduleGraph }]) =>
      moduleGraph.getModulesByFile(file)?.size ? [id] : [],
    );
    for (const bundle of this.#bundles.values()) bundle.saved(file);
    await this.edits.changed(concerned, file, hmrOf(this.#server.config));
  }

  /** Resolves when rolldown may bundle a saved file, in an environment that Vite bundles. */
  async bundling(environment: DevEnvironment, file: string): Promise<void> {
    await this.#bundles.get(environment)?.changed(file);
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

  /** The number that stands for the whole server in edits. */
  get #wholeServer(): number {
    return this.#planned.length;
  }

  /** Gates the handlers that other plugins have added before Vite's own middleware. */
  gateEarlyHandlers(): void {
    gateEarlyHandlers(this.#server, this.#layers, this.requests, this.#context.binding);
  }

  /**
   * Takes over from another server's gate, which resolves when that one's requests have ended. Requests that come to this server are held
   * until its environments listen, as Vite starts their optimizers then. The gate opens without that after its time limit.
   */
  async takeOver(predecessor: Session): Promise<void> {
    // Asked for before the edit begins: with a bound of 0 the gate opens while it does.
    const opened = this.#adapter.opened();
    const { edit } = this.#adapter.beginEdit(this.#wholeServer, "whole");
    const listens = Promise.all(this.#planned.map(listening)).then(() =>
      this.#adapter.endEdit(edit),
    );
    this.#listening = Promise.race([listens, opened]);
    await predecessor.#retire(this);
  }

  /** The server is closing: held requests go on at once, or to the server that takes over. */
  close(): void {
    this.#isClosed = true;
    const held = this.#successor ? this.requests.handOver() : [];
    this.#adapter.close();
    // Where Vite owns the socket it has closed that, so `held` has no connections. A host's own server, such as Express, keeps them.
    const successor = this.#successor;
    if (!successor) return;
    const { requests } = successor;
    for (const [request, response] of held) {
      // The successor's gate holds it now, within its own time limit, and reports it if that ends the wait.
      requests.layer(request, response, () => {
        void successor.#listening.then(() => {
          if (!response.destroyed) dispatchAgain(request, response);
        });
      });
    }
  }

  /** A restart has ended. Returns whether it has failed, so that this server goes on. */
  outlived(): boolean {
    if (this.#isClosed || this.#retiring === undefined) return false;
    this.#successor = undefined;
    this.#adapter.endEdit(this.#retiring);
    this.#retiring = undefined;
    return true;
  }

  /** Holds new requests for the server that takes over. Resolves when those in flight have ended. */
  async #retire(successor: Session): Promise<void> {
    this.#successor = successor;
    const opened = this.#adapter.opened();
    const { edit, ready } = this.#adapter.beginEdit(this.#wholeServer, "whole");
    this.#retiring = edit;
    await ready;
    const ended = opened.then(() => (this.#isClosed ? successor.#listening : undefined));
    const opens = Promise.race([successor.#listening, ended]);
    await closeEntrance(this.#server.middlewares, opens);
  }

  /** Whether an edit in an environment replaces single modules, whatever these newly import. */
  #isTargeted(id: number): boolean {
    const environment = this.#environments.get(id)!;
    const { appended, targeted } = this.#context;
    const discovers = environment.depsOptimizer !== undefined;
    return targeted.has(environment) && (!discovers || appended.has(environment.name));
  }
}

/** The part of Vite that the gate needs and an environment does not have. */
function missingIn({ hot, depsOptimizer }: DevEnvironment): string | undefined {
  if (typeof hot?.send !== "function" || typeof hot.on !== "function") return "hot.send";
  if (depsOptimizer && typeof depsOptimizer.registerMissingImport !== "function") {
    return "depsOptimizer.registerMissingImport";
  }
  return undefined;
}
