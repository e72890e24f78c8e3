/**
 * What is said of edits: to the inspector, which modules a runner evaluates again and why, how many it keeps and how long that took; to
 * the terminal, reloads that stay what they are.
 */
import type { DevEnvironment, EnvironmentModuleNode } from "vite";
import { inspectionOf } from "../inspector/inspection.js";
import { toServer } from "../protocol.js";
import type { Given } from "./given.js";

type Module = EnvironmentModuleNode;

/** What a runner says of an update that it has dealt with, by the update's number. */
interface Evaluated {
  update: number;
  hasFailed: boolean;
}

export class Reports {
  readonly #environment: DevEnvironment;
  readonly #given: Given;
  /** Writes a line to the terminal. */
  readonly line: (line: string) => void;
  /** What was saved since the runner was last sent something: when that began, what changed, and what that registers with. */
  #since: number | undefined;
  readonly #changed = new Set<Module>();
  readonly #registries = new Set<Module>();
  /** The update that was sent last, and the inspector's number of its edit. */
  #last: { update: number; edit: number | undefined; since: number } | undefined;

  constructor(environment: DevEnvironment, given: Given, line: (line: string) => void) {
    this.#environment = environment;
    this.#given = given;
    this.line = line;
    environment.hot.on?.(toServer.evaluated, ({ update, hasFailed }: Evaluated) => {
      if (hasFailed || update !== this.#last?.update || this.#last.edit === undefined) return;
      inspectionOf(environment)?.evaluated(this.#last.edit, Date.now() - this.#last.since);
    });
  }

  /** A file was saved at a time. */
  saved(time: number, changed: Module[], registries: Module[]): void {
    if (changed.length === 0) return;
    this.#since ??= time;
    for (const module of changed) this.#changed.add(module);
    for (const module of registries) this.#registries.add(module);
  }

  /** The runner is sent an update, by its number, which makes it evaluate outdated modules. */
  update(update: number, outdated: Module[]): void {
    const all = outdated.filter((module) => module.id && !this.#given.isLost(module));
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
            kept: this.#given.outdated().given - all.length,
          })
        : undefined;
    this.#last = { update, edit, since };
    this.#clear();
  }

  /** The runner is sent a reload of every module, which a file may have triggered. */
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
