/** Reports to the terminal, the browser and the inspector what the gate did: a line for each re-optimization, a diagnostic for each failure. */
import type { DevEnvironment } from "vite";
import type { Binding, Diagnostic, GateReport, Plan, RecoveryFacts } from "../binding.js";
import { inspectionOf } from "../inspector/inspection.js";
import type { Adapter } from "./adapter.js";
import type { Hot } from "./hot.js";
import type { Optimizers } from "./optimizers.js";
import type { Requests } from "./requests.js";

/** What a report is about. */
export interface Subjects {
  /** The environments by their numbers. */
  environments: DevEnvironment[];
  /** The environment whose pages show errors. */
  client: DevEnvironment | undefined;
  optimizers: Optimizers;
  hot: Hot;
  requests: Requests;
}

/** Reports each time that the gate opens, and each request that fails because of a re-optimization. */
export function reportRecoveries(
  adapter: Adapter,
  binding: Binding,
  plan: Plan,
  { environments, client, optimizers, hot, requests }: Subjects,
): void {
  /** The runs of optimizers that the terminal has named as the cause of a failure. */
  const explained = new Set<string>();

  adapter.on("report", (report) => {
    for (const id of report.optimized) {
      const environment = environments[id]!;
      const facts = factsOf(environment, id, report);
      if (!facts) continue;
      const recovery = report.recovery(facts);
      inspectionOf(environment)?.recovered(recovery);
      if (plan.logs("info")) environment.logger.info(recovery.line, { timestamp: true });
    }
    const [id = 0] = [...report.optimized, ...report.reloaded];
    if (report.bounds !== null && plan.logs("warn"))
      environments[id]?.logger.warn(report.bounds, { timestamp: true });
  });

  // The terminal explains each run once. The browser gets every explanation, as Vite shows each error there.
  adapter.on("explain", (request) => {
    for (const id of optimizers.recent()) {
      const { name, logger } = environments[id]!;
      const { discovered, since } = optimizers.discoveries(id);
      if (discovered.length === 0) continue;
      const time = since.toTimeString().slice(0, 8);
      const diagnostic = binding.explainFailure(name, discovered, requests.name(request), time);
      showOverlay(client, diagnostic);
      const cause = `${name} ${since.getTime()}`;
      if (explained.has(cause) || !plan.logs("error")) continue;
      explained.add(cause);
      logger.error(diagnostic.text, { timestamp: true });
    }
  });

  function factsOf(
    { name }: DevEnvironment,
    id: number,
    { reloaded }: GateReport,
  ): RecoveryFacts | undefined {
    const { discovered, since } = optimizers.discoveries(id);
    if (discovered.length === 0) return undefined;
    const isReloaded = reloaded.includes(id);
    // Without a reload no module was evaluated again, so there is nothing to say about state that was kept.
    const kept = isReloaded ? hot.kept(id) : undefined;
    return {
      at: since.getTime(),
      environment: name,
      dependencies: discovered,
      reloaded: isReloaded,
      kept: kept?.count,
      keys: kept?.keys ?? [],
    };
  }
}

/** Logs an error of the gate itself. To be called before other listeners for `fail` are added, which may throw. */
export function reportErrors(adapter: Adapter, environment: DevEnvironment | undefined): void {
  adapter.on("fail", (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    environment?.logger.error(
      `rwstate's gate has failed, and holds no requests from now on: ${text}`,
      {
        timestamp: true,
      },
    );
  });
}

/** Warns that an environment has no gate, because this Vite lacks something that the gate needs. */
export function reportUngated(
  environment: DevEnvironment,
  missing: string,
  binding: Binding,
  plan: Plan,
): void {
  const { text } = binding.ungated(environment.name, missing);
  if (plan.logs("warn")) environment.logger.warnOnce(text);
}

/** Shows a diagnostic in the browser, in place of Vite's own message for the request, which is sent before. */
function showOverlay(client: DevEnvironment | undefined, { text }: Diagnostic): void {
  const err = { message: text, stack: "", plugin: "rwstate:gate" };
  setImmediate(() => client?.hot.send({ type: "error", err }));
}
