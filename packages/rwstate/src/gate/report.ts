/** Tells a person of re-optimizations: a line each, and a diagnostic for each cause of a failure. */
import type { DevEnvironment } from "vite";
import type { Binding, Diagnostic, GateReport, Plan } from "../binding.js";
import { inspectionOf } from "../inspector/inspection.js";
import type { Hot } from "./hot.js";
import type { Optimizers } from "./optimizers.js";

export class Reports {
  readonly #binding: Binding;
  readonly #plan: Plan;
  readonly #environments: DevEnvironment[];
  readonly #client: DevEnvironment | undefined;
  readonly #optimizers: Optimizers;
  readonly #hot: Hot;
  /** The causes that were told of. */
  readonly #told = new Set<string>();

  constructor(
    binding: Binding,
    plan: Plan,
    environments: DevEnvironment[],
    client: DevEnvironment | undefined,
    optimizers: Optimizers,
    hot: Hot,
  ) {
    this.#binding = binding;
    this.#plan = plan;
    this.#environments = environments;
    this.#client = client;
    this.#optimizers = optimizers;
    this.#hot = hot;
  }

  /** The gate has opened. */
  opened(report: GateReport): void {
    for (const id of report.optimized) {
      const { found, since } = this.#optimizers.discoveries(id);
      if (found.length === 0) continue;
      const { held, longest, replayed } = report;
      const environment = this.#environments[id]!;
      const reloaded = report.reloaded.includes(id);
      // Where modules stay as they are, no entry was at stake.
      const kept = reloaded ? this.#hot.kept(id) : undefined;
      const recovery = new this.#binding.Recovery({
        at: since.getTime(),
        environment: environment.name,
        dependencies: found,
        held,
        longest,
        replayed,
        reloaded,
        kept: kept?.count,
        keys: kept?.keys ?? [],
      });
      inspectionOf(environment)?.recovered(recovery);
      if (this.#plan.tells("info")) environment.logger.info(recovery.line, { timestamp: true });
    }
    const [id = 0] = [...report.optimized, ...report.reloaded];
    const first = this.#environments[id];
    if (report.bounds !== undefined && this.#plan.tells("warn"))
      first?.logger.warn(report.bounds, { timestamp: true });
  }

  /**
   * A failure that an optimizer's run overlapped is about to reach a client: the terminal is told once for each cause, the
   * browser each time, as Vite shows the error itself there.
   */
  explain(request: string): void {
    for (const id of this.#optimizers.recent()) {
      const environment = this.#environments[id]!;
      const { found, since } = this.#optimizers.discoveries(id);
      if (found.length === 0) continue;
      const time = since.toTimeString().slice(0, 8);
      const diagnostic = this.#binding.explainFailure(environment.name, found, request, time);
      this.#overlay(diagnostic);
      const cause = `${environment.name} ${since.getTime()}`;
      if (this.#told.has(cause) || !this.#plan.tells("error")) continue;
      this.#told.add(cause);
      environment.logger.error(diagnostic.text, { timestamp: true });
    }
  }

  /** Vite lacks what the gate needs. */
  ungated(environment: DevEnvironment, missing: string): void {
    const { text } = this.#binding.ungated(environment.name, missing);
    if (this.#plan.tells("warn")) environment.logger.warnOnce(text);
  }

  /** The gate itself has failed. */
  failed(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#environments[0]?.logger.error(
      `rwstate's gate has failed, and holds nothing any longer: ${text}`,
      { timestamp: true },
    );
  }

  /** After Vite's own message for the request, which says less. */
  #overlay({ text }: Diagnostic): void {
    const err = { message: text, stack: "", plugin: "rwstate:gate" };
    setImmediate(() => this.#client?.hot.send({ type: "error", err }));
  }
}
