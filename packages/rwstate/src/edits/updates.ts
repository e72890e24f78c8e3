/**
 * Replaces what Vite and frameworks send to a runner with the smallest updates that will do:
 *
 * ```text
 * full-reload  ->  update   of the roots above outdated modules, where there are such roots
 * update       ->  update   with these roots added, and modules that have lost their importers removed
 * ```
 *
 * Before an update the runner gets the list of modules that it will evaluate again, to dispose of them.
 */
import { relative } from "node:path";
import type { DevEnvironment, EnvironmentModuleNode, HotPayload, Update } from "vite";
import { toRunner, toServer } from "../protocol.js";
import { entryReload } from "../server/entry-reload.js";
import { batchOf, type Collected, type Reload } from "../server/batch.js";
import type { RunnerModules } from "./runner-modules.js";
import type { Graph } from "./graph.js";
import type { Prefetch } from "./prefetch.js";
import type { Reports } from "./reports.js";
import { acceptsItself } from "./roots.js";

type Send = (...message: unknown[]) => void;

export class Updates {
  /** Counted across a server's restarts, as a runner may outlive these. */
  static #next = 0;

  readonly #environment: DevEnvironment;
  readonly #runner: RunnerModules;
  readonly #graph: Graph;
  readonly #send: Send;
  readonly #reports: Reports;
  readonly #prefetch: Prefetch;
  /** Whether the runner has reported that it disposes of modules. */
  #disposes = false;
  /** By the number of an update: what to call when the runner has disposed of its modules. */
  readonly #disposing = new Map<number, () => void>();
  /** By number: the updates that the runner has not evaluated yet. */
  readonly #evaluating = new Map<number, { resolve: () => void; promise: Promise<void> }>();
  /** Whether a full reload follows if the runner cannot evaluate the last update. There is one at most. */
  #mayReload = false;

  constructor(
    environment: DevEnvironment,
    runner: RunnerModules,
    graph: Graph,
    reports: Reports,
    prefetch: Prefetch,
  ) {
    this.#environment = environment;
    this.#runner = runner;
    this.#graph = graph;
    this.#reports = reports;
    this.#prefetch = prefetch;
    const { hot } = environment;
    const waits = batchOf(environment).collector((collected) => this.#replace(collected));
    this.#send = hot.send.bind(hot) as Send;
    hot.send = (...message: unknown[]) => {
      const payload = message[0] as HotPayload | string | undefined;
      if (typeof payload !== "object") return this.#send(...message);
      if (waits(payload)) return;
      if (payload.type === "full-reload") this.#replace({ updates: [], reloads: [payload] });
      else if (payload.type === "update") this.#replace({ updates: payload.updates, reloads: [] });
      else this.#send(...message);
    };
    hot.on?.(toServer.canDispose, ({ takesModules }: { takesModules: boolean }) => {
      this.#disposes = true;
      prefetch.isTaken = takesModules;
      // The runner reports this again after each full reload, which ends the updates before it.
      for (const { resolve } of this.#evaluating.values()) resolve();
    });
    hot.on?.(toServer.disposed, (update: number) => {
      this.#disposes = true;
      this.#disposing.get(update)?.();
    });
    hot.on?.(toServer.evaluated, ({ update }: { update: number }) => {
      this.#evaluating.get(update)?.resolve();
    });
    hot.on?.(toServer.evaluationFailed, () => {
      if (!this.#mayReload) return;
      this.#mayReload = false;
      this.#reports.reload("an evaluation failed");
      this.#send({ type: "full-reload", path: "*" });
    });
  }

  /**
   * Resolves when the runner has evaluated the updates that were sent, or has taken too long. A module that is invalidated during an
   * evaluation may be evaluated there and by the next update again, and would register twice.
   */
  async evaluated(): Promise<void> {
    await Promise.all(Array.from(this.#evaluating.values(), ({ promise }) => promise));
  }

  /** Sends the smallest update that does what Vite's messages would do. */
  #replace({ updates, reloads }: Collected): void {
    try {
      const all = [...updates];
      for (const reload of reloads) {
        const accepting = this.#accepting(reload);
        // The reload was sent, and nothing else is needed.
        if (!accepting) return;
        all.push(...accepting.filter(({ path }) => all.every((one) => one.path !== path)));
      }
      this.#update(all);
    } catch (error) {
      this.#reports.line(`rwstate has failed, and sends Vite's own update: ${String(error)}`);
      this.#send(reloads[0] ?? { type: "update", updates });
    }
  }

  /** The updates of roots that do what a full reload would do. Sends the reload where there are none. */
  #accepting(payload: Reload): Update[] | undefined {
    const { moduleGraph, config } = this.#environment;
    const file = payload.triggeredBy?.replaceAll("\\", "/");
    const from = file ? moduleGraph.getModulesByFile(file) : undefined;
    const shown = file && relative(config.root, file);
    const { roots, reason, line } = this.#graph.reload([...(from ?? [])], shown);
    const accepting = roots?.filter(acceptsItself) ?? [];
    if (accepting.length > 0) return accepting.map(updateOf);
    if (line !== undefined) this.#reports.line(line);
    this.#reports.reload(reason ?? "what it concerns accepts no update", shown);
    this.#mayReload = false;
    this.#runner.sent();
    this.#send(payload);
    return undefined;
  }

  #update(updates: Update[]): void {
    const outdated = this.#runner.sent();
    const isLost = ({ path }: Update) => {
      const module = this.#runner.find(path);
      return module !== undefined && this.#runner.isLost(module);
    };
    const named = new Set(updates.map(({ path }) => path));
    const roots = this.#graph.rootsAbove(outdated).filter(acceptsItself);
    const others = roots.filter(({ url }) => !named.has(url)).map(updateOf);
    const alive = [...updates, ...others].filter((update) => !isLost(update));
    this.#mayReload = true;
    const update = Updates.#next++;
    this.#reports.update(update, outdated);
    this.#awaitDisposal(update, outdated);
    const paths = outdated.map(({ url }) => url);
    this.#awaitEvaluation(update);
    const modules = this.#prefetch.take(outdated, update);
    this.#send(toRunner.outdated, { update, paths, modules });
    this.#send({ type: "update", updates: alive });
    this.#send(toRunner.updateSent, { update });
    this.#send(entryReload);
  }

  /** Makes fetches of modules with disposers wait until the runner has called these. A request may fetch a module before that. */
  #awaitDisposal(update: number, outdated: EnvironmentModuleNode[]): void {
    const disposing = this.#disposes
      ? outdated.filter((module) => this.#runner.mayDispose(module))
      : [];
    if (disposing.length === 0) return;
    let bound: NodeJS.Timeout;
    const disposed = new Promise<void>((resolve) => {
      this.#disposing.set(update, resolve);
      bound = setTimeout(resolve, disposalBound);
      bound.unref();
    }).finally(() => {
      clearTimeout(bound);
      this.#disposing.delete(update);
    });
    this.#runner.withhold(disposing, disposed);
  }

  #awaitEvaluation(update: number): void {
    if (!this.#disposes) return;
    let resolve!: () => void;
    const evaluated = new Promise<void>((it) => (resolve = it));
    const bound = setTimeout(resolve, evaluationBound);
    bound.unref();
    const promise = evaluated.finally(() => {
      clearTimeout(bound);
      this.#evaluating.delete(update);
    });
    this.#evaluating.set(update, { resolve, promise });
  }
}

/** How long the next edit waits for the evaluation of an update, in milliseconds: a module may have a top-level `await` that never ends. */
const evaluationBound = 2000;

/** How long a fetch waits for disposers, in milliseconds: longer than the runner itself, which gives each 5 s. */
const disposalBound = 6000;

function updateOf({ url }: EnvironmentModuleNode): Update {
  return {
    type: "js-update",
    timestamp: Date.now(),
    path: url,
    acceptedPath: url,
    explicitImportRequired: false,
    isWithinCircularImport: false,
  };
}
