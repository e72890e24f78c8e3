/** The gate of one dev server: what watches, what carries out, and the mind between them. */
import type { DevEnvironment, ViteDevServer } from "vite";
import type { Context } from "../plugin/context.js";
import { Adapter, type Hands } from "./adapter.js";
import { listening } from "../plugin/listening.js";
import { EnvironmentScan } from "../scan/environment-scan.js";
import { externalsOf } from "../scan/externals.js";
import { Crawl } from "./crawl.js";
import { closeEntrance, dispatchAgain, watchEntrance } from "./dispatch.js";
import { gateEarlyHandlers } from "./early.js";
import { Edits } from "./edits.js";
import { Hot } from "./hot.js";
import { Idle } from "./idle.js";
import { Optimizers } from "./optimizers.js";
import { Pause } from "./pause.js";
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
  readonly #scans: (EnvironmentScan | undefined)[] = [];
  readonly #optimizers = new Optimizers();
  /** The environments whose optimizers were told of installed packages, or are about to be. */
  readonly #installed = new Set<number>();
  readonly #idle: Idle | undefined;
  readonly #pause: Pause;
  readonly #layers: number;
  #successor: Session | undefined;
  /** The edit that holds requests while another server is made ready. */
  #retiring: number | undefined;
  /** When a server that took over is ready for requests. */
  #listening: Promise<void> = Promise.resolve();
  #hasAnswered = false;
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
    const after = plan.installedAfter();
    if (after !== null) {
      this.#idle = new Idle(
        after,
        () => this.requests.isBusy,
        () => this.#install(),
      );
    }
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
        if (this.#hasAnswered) this.#crawlUnreached();
      },
      fail: (error) => {
        reports.failed(error);
        hot.release();
        this.requests.release();
      },
    };
    this.#adapter = new Adapter(new binding.Gate(plan), binding.Act, hands);
    const [length, longest] = binding.Plan.pauseMs();
    this.#pause = new Pause(
      { length, longest },
      {
        requests: () => this.requests.count,
        isBusy: () =>
          this.requests.isBusy ||
          !this.#adapter.isQuiet ||
          this.#scans.some((scan) => scan?.isBusy),
      },
      () => this.#scans.forEach((scan, id) => scan?.isKeeping && void this.#catchUp(id, scan)),
    );
    for (const part of [optimizers, hot, this.edits, this.requests]) part.attach(this.#adapter);
    this.#environments.forEach((environment, id) => {
      const missing = missingIn(environment);
      if (missing !== undefined) return reports.ungated(environment, missing);
      optimizers.watch(environment, id);
      hot.watch(environment, id);
      const crawl = new Crawl(environment, binding.Plan, {
        imports: (specifier, importer) => optimizers.nameImporter(id, specifier, importer),
      });
      this.#crawls[id] = crawl;
      const scan = this.#scan(environment, id);
      if (scan) this.#scans[id] = scan;
      this.edits.watch(id, crawl, scan);
    });
    const idle = this.#idle;
    if (idle) this.requests.onBegin = () => idle.disturbed();
    this.requests.onEnd = () => {
      if (!this.#hasAnswered) this.#answered();
      this.requests.onEnd = idle && (() => idle.disturbed());
      idle?.disturbed();
    };
    optimizers.onDiscovery = (id) => {
      // Its optimizer is about to run in any case.
      if (this.#scans[id]?.isKeeping) void this.#scans[id].catchUp();
    };
    optimizers.onDiscovered = (id, dependency) => void this.#scans[id]?.discovered(dependency);
    this.edits.endAfter(server.config);
    watchEntrance(server.middlewares);
    this.#layers = server.middlewares.stack.length;
  }

  /** The id of a gated environment; `undefined` for others. */
  id(environment: DevEnvironment): number | undefined {
    const id = this.#environments.indexOf(environment);
    return this.#crawls[id] ? id : undefined;
  }

  /**
   * Resolves when Vite may change the graphs that name a file. Where one does, environments of which only a walk says that they
   * may load it are told later: two optimizers at once make everybody wait longer, and a RedwoodSDK app's `ssr`, whose walk begins
   * at the worker's entry, never loads most of what it reaches. What no graph names may be a route that nobody has visited.
   */
  async changed(file: string): Promise<void> {
    const gated = this.#environments.flatMap((_, id) => (this.#crawls[id] ? id : []));
    const naming = gated.filter(
      (id) => this.#environments[id]!.moduleGraph.getModulesByFile(file)?.size,
    );
    const walked = gated.filter((id) => this.#scans[id]?.concerns(file) && !naming.includes(id));
    const [concerned, others] = naming.length > 0 ? [naming, walked] : [walked, []];
    await this.edits.changed(
      concerned,
      others,
      file,
      this.#server.config.server.hmr === false ? "off" : "on",
    );
  }

  gateEarlyHandlers(): void {
    const { middlewares } = this.#server;
    gateEarlyHandlers(middlewares, this.#layers, this.requests, this.#context.binding.Plan);
  }

  /**
   * Another server was there before: takes over from it. Until the environments listen, which begins Vite's optimizers,
   * requests are held here too; on a first start nobody asks before that.
   */
  async takeOver(predecessor: Session): Promise<void> {
    const { edit } = this.#adapter.beginEdit(this.#environments.length);
    this.#listening = Promise.all(this.#environments.map(listening)).then(() =>
      this.#adapter.endEdit(edit),
    );
    await predecessor.#retire(this);
  }

  /** The server is closing. What is held goes on at once, to the server that takes over where there is one. */
  close(): void {
    this.#isClosed = true;
    this.#idle?.close();
    this.#pause.close();
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
    const { edit, ready } = this.#adapter.beginEdit(this.#environments.length);
    this.#retiring = edit;
    await ready;
    const ended = this.#adapter
      .opened()
      .then(() => (this.#isClosed ? successor.#listening : undefined));
    const opens = Promise.race([successor.#listening, ended]);
    await closeEntrance(this.#server.middlewares, opens);
  }

  /** Has an environment's sources walked, while the server starts; requests wait for what is found to be registered. */
  #scan(environment: DevEnvironment, id: number): EnvironmentScan | undefined {
    const { binding, plan } = this.#context;
    const optimizers = this.#optimizers;
    if (!plan.isScanned() || !environment.depsOptimizer) return undefined;
    const scan = new EnvironmentScan(binding, plan, environment, externalsOf(environment), {
      imports: (specifier, importer) => optimizers.nameImporter(id, specifier, importer),
      isNamed: (dependency) => optimizers.isNamed(id, dependency),
      keeps: () => this.#pause.ask(),
    });
    const { edit } = this.#adapter.beginEdit(id);
    const ready = listening(environment).then(() => optimizers.begin(id));
    void scan
      .start(ready)
      .then(() => optimizers.commit(id))
      .finally(() => {
        optimizers.begun(id);
        this.#adapter.endEdit(edit);
        if (plan.installedAfter() === 0) {
          void optimizers.settled(id).then(() => this.#idle?.disturbed());
        }
      });
    return scan;
  }

  /** The graph has the app's entries, and names the routes that only a later request would reach. */
  #answered(): void {
    this.#hasAnswered = true;
    this.#crawlUnreached();
    for (const scan of this.#scans) void scan?.answered();
  }

  /** Has an environment's optimizer take on what is kept back from it. */
  async #catchUp(id: number, scan: EnvironmentScan): Promise<void> {
    const { edit, ready } = this.#adapter.beginEdit(id);
    await ready;
    await scan.catchUp();
    await this.#optimizers.commit(id);
    this.#adapter.endEdit(edit);
  }

  /** Has optimizers take on installed packages, each after its first run. Returns whether that was all. */
  #install(): boolean {
    const ids = [...this.#scans.keys()].filter((id) => this.#scans[id]);
    for (const id of ids) {
      if (this.#installed.has(id) || !this.#optimizers.hasRun(id)) continue;
      this.#installed.add(id);
      void this.#installIn(id, this.#scans[id]!);
    }
    return ids.every((id) => this.#installed.has(id));
  }

  async #installIn(id: number, scan: EnvironmentScan): Promise<void> {
    const packages = await scan.installed();
    if (packages.length === 0 || this.#isClosed) return;
    const { edit, ready } = this.#adapter.beginEdit(id);
    await ready;
    // What is needed is not to share a run with what may fail.
    const commit = () => this.#optimizers.commit(id);
    await commit();
    this.#optimizers.forget(id, await scan.install(packages, commit));
    this.#adapter.endEdit(edit);
  }

  #crawlUnreached(): void {
    for (const crawl of this.#crawls) void crawl?.unreached();
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
