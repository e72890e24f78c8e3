/**
 * What Vite and frameworks send to a runner, made as small as it can be: a full reload becomes updates of the roots that it concerns,
 * and an update names all roots above what is outdated, but for modules that lost their importers. The runner hears first what will be
 * evaluated again, to dispose of it.
 */
import { relative } from "node:path";
import type { DevEnvironment, EnvironmentModuleNode, HotPayload, Update } from "vite";
import { entryReload } from "../plugin/entry-reload.js";
import { toRunner, toServer } from "../protocol.js";
import type { Given } from "./given.js";
import type { Graph } from "./graph.js";
import type { Reports } from "./reports.js";
import { acceptsItself } from "./roots.js";

type Send = (...message: unknown[]) => void;

export class Sends {
  readonly #environment: DevEnvironment;
  readonly #given: Given;
  readonly #graph: Graph;
  readonly #send: Send;
  readonly #reports: Reports;
  /** Whether the runner has said that it disposes of modules. */
  #disposes = false;
  /** What to do once it has, by the number of an update. */
  readonly #disposing = new Map<number, () => void>();
  /** Updates that the runner has not evaluated yet, with what to do once it has. */
  readonly #evaluating = new Map<number, { resolve: () => void; promise: Promise<void> }>();
  #nextUpdate = 0;
  /** Whether the runner's evaluation of an update may still fail, and everything be evaluated again for it. */
  #mayReload = false;

  constructor(environment: DevEnvironment, given: Given, graph: Graph, reports: Reports) {
    this.#environment = environment;
    this.#given = given;
    this.#graph = graph;
    this.#reports = reports;
    const { hot } = environment;
    this.#send = hot.send.bind(hot) as Send;
    hot.send = (...message: unknown[]) => {
      const payload = message[0] as HotPayload | string | undefined;
      if (typeof payload !== "object") return this.#send(...message);
      try {
        if (payload.type === "full-reload") return this.#reload(payload);
        if (payload.type === "update") return this.#update(payload.updates);
      } catch (error) {
        // An error of ours is no reason to send nothing.
        this.#reports.line(`sends what Vite does, as rwstate has failed: ${String(error)}`);
      }
      this.#send(...message);
    };
    hot.on?.(toServer.disposes, () => {
      this.#disposes = true;
      // It says so once for each reload, which ends what went before.
      for (const { resolve } of this.#evaluating.values()) resolve();
    });
    hot.on?.(toServer.disposed, (update: number) => {
      this.#disposes = true;
      this.#disposing.get(update)?.();
    });
    hot.on?.(toServer.evaluated, ({ update }: { update: number }) => {
      this.#evaluating.get(update)?.resolve();
    });
    hot.on?.(toServer.notEvaluated, () => {
      if (!this.#mayReload) return;
      this.#mayReload = false;
      this.#reports.reload("an evaluation failed");
      this.#send({ type: "full-reload", path: "*" });
    });
  }

  /**
   * Resolves when the runner has evaluated what it was sent, or has taken too long. What is invalidated in the midst of an evaluation would be given
   * to it there, and again with the next update: a module that both evaluate registers twice.
   */
  async evaluated(): Promise<void> {
    await Promise.all(Array.from(this.#evaluating.values(), ({ promise }) => promise));
  }

  #reload(payload: Extract<HotPayload, { type: "full-reload" }>): void {
    const { moduleGraph, config } = this.#environment;
    const file = payload.triggeredBy?.replaceAll("\\", "/");
    const from = file ? moduleGraph.getModulesByFile(file) : undefined;
    const shown = file && relative(config.root, file);
    const { roots, reason, line } = this.#graph.reload([...(from ?? [])], shown);
    const accepting = roots?.filter(acceptsItself) ?? [];
    if (accepting.length > 0) return this.#update(accepting.map(updateOf));
    if (line !== undefined) this.#reports.line(line);
    this.#reports.reload(reason ?? "what it concerns accepts no update", shown);
    this.#mayReload = false;
    this.#given.sent();
    this.#send(payload);
  }

  #update(updates: Update[]): void {
    const outdated = this.#given.sent();
    const isLost = ({ path }: Update) => {
      const module = this.#given.find(path);
      return module !== undefined && this.#given.isLost(module);
    };
    const named = new Set(updates.map(({ path }) => path));
    const roots = this.#graph.rootsAbove(outdated).filter(acceptsItself);
    const others = roots.filter(({ url }) => !named.has(url)).map(updateOf);
    const alive = [...updates, ...others].filter((update) => !isLost(update));
    this.#mayReload = true;
    const update = this.#nextUpdate++;
    this.#reports.update(update, outdated);
    this.#awaitDisposal(update, outdated);
    this.#awaitEvaluation(update);
    const paths = outdated.map(({ url }) => url);
    this.#send(toRunner.outdated, { update, paths });
    this.#send({ type: "update", updates: alive });
    this.#send(entryReload);
  }

  /** No request is given a module that has a disposer before that has run, in the runner, as it deals with the update. */
  #awaitDisposal(update: number, outdated: EnvironmentModuleNode[]): void {
    const mayDispose = (module: EnvironmentModuleNode) =>
      this.#given.result(module)?.code.includes("dispose");
    const disposing = this.#disposes ? outdated.filter(mayDispose) : [];
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
    this.#given.withhold(disposing, disposed);
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

/** How long another edit waits for the evaluation of an update, in milliseconds: a module may await what never comes. */
const evaluationBound = 2000;

/** How long a runner may take to dispose of modules before they are given to it all the same, in milliseconds. It gives up itself before. */
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
