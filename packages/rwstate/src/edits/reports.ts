/**
 * Reports edits. The inspector gets the modules that a runner evaluates again, with reasons, their number, and the time that it takes. The
 * terminal gets a line for a full reload that could not be made smaller.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";
import { inspectionOf } from "../inspector/inspection.js";
import { toServer } from "../protocol.js";
import type { RunnerModules } from "./runner-modules.js";

type Module = EnvironmentModuleNode;

/** The message of a runner that has processed an update. */
interface Evaluated {
  update: number;
  hasFailed: boolean;
}

export class Reports {
  readonly #environment: DevEnvironment;
  readonly #runner: RunnerModules;
  /** Writes a line to the terminal. */
  readonly line: (line: string) => void;
  /** Since the last update was sent: the time of the first save, the modules that changed, and the modules that these register with. */
  #since: number | undefined;
  readonly #changed = new Set<Module>();
  readonly #registries = new Set<Module>();
  /** The update that was sent last, and the number that its edit has in the inspector. */
  #last: { update: number; edit: number | undefined; since: number } | undefined;

  constructor(environment: DevEnvironment, runner: RunnerModules, line: (line: string) => void) {
    this.#environment = environment;
    this.#runner = runner;
    this.line = line;
    environment.hot.on?.(toServer.evaluated, ({ update, hasFailed }: Evaluated) => {
      if (hasFailed || update !== this.#last?.update || this.#last.edit === undefined) return;
      inspectionOf(environment)?.evaluated(this.#last.edit, Date.now() - this.#last.since);
    });
  }

  /** Notes what a save changes. */
  saved(time: number, changed: Module[], registries: Module[]): void {
    if (changed.length === 0) return;
    this.#since ??= time;
    for (const module of changed) this.#changed.add(module);
    for (const module of registries) this.#registries.add(module);
  }

  /** Reports an update that is being sent, and the outdated modules that the runner evaluates for it. */
  update(update: number, outdated: Module[]): void {
    const all = outdated.filter((module) => module.id && !this.#runner.isLost(module));
    const places = new Map(all.map((module, place) => [module, place]));
    const since = this.#since ?? Date.now();
    const edit =
      all.length > 0
        ? inspectionOf(this.#environment)?.edited({
            at: since,
            environment: this.#environment.name,
            outdated: all.map((module) => ({
              id: module.id!,
              isChanged: this.#changed.has(module),
              isRegistry: this.#registries.has(module),
              imports: [...module.importedModules].flatMap((one) => places.get(one) ?? []),
            })),
            kept: this.#runner.outdated().given - all.length,
          })
        : undefined;
    this.#last = { update, edit, since };
    this.#clear();
  }

  /** Reports a full reload that is being sent. */
  reload(reason: string, file?: string): void {
    inspectionOf(this.#environment)?.edited({
      at: this.#since ?? Date.now(),
      environment: this.#environment.name,
      outdated: [],
      kept: 0,
      reason,
      file,
    });
    this.#clear();
  }

  #clear(): void {
    this.#since = undefined;
    this.#changed.clear();
    this.#registries.clear();
  }
}
