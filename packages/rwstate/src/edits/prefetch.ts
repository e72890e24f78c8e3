/**
 * Fetches the modules that an update is about to evaluate again, and sends them along with it. A runner asks for one module after the other, as it
 * evaluates them; in workerd each question is a message to another process, and these are most of what an edit takes there.
 *
 * ```text
 * all hooks of a save have run   fetch    the outdated modules
 * the update is sent             take     those that are still as they were fetched; the runner counts as given them
 * the runner (runtime/edits.mts)          answers its own fetches of them
 * ```
 */
import type { DevEnvironment, EnvironmentModuleNode, FetchResult, TransformResult } from "vite";
import { batchOf } from "../server/batch.js";
import type { RunnerModules } from "./runner-modules.js";

type Module = EnvironmentModuleNode;

/** A module for a runner, with those of its static imports that it need not fetch. */
export type Sent = FetchResult & { readonly kept: string[] };

interface Fetched {
  readonly answer: FetchResult & { readonly code: string };
  readonly result: TransformResult;
  /** The number of the last invalidation before it was fetched. */
  readonly since: number;
}

/** How much code goes along with an update, in characters: channels limit the size of a message. What is beyond it the runner fetches. */
const most = 1 << 18;

export class Prefetch {
  readonly #environment: DevEnvironment;
  readonly #runner: RunnerModules;
  /** Whether the runner is in this process, where a fetch is a call. */
  readonly #isHere: boolean;
  #fetched = new Map<Module, Fetched>();
  /** Whether the runner answers its fetches by what it is sent. */
  isTaken = false;

  constructor(environment: DevEnvironment, runner: RunnerModules) {
    this.#environment = environment;
    this.#runner = runner;
    this.#isHere = "runner" in environment;
  }

  /** Fetches the outdated modules. What does not compile the runner will ask for, and get the error. */
  async fetch(): Promise<void> {
    this.#fetched = new Map();
    // Where many saves become one update, its modules are not known before the last.
    if (!this.isTaken || this.#isHere || batchOf(this.#environment).isOpen) return;
    let size = 0;
    for (const module of this.#runner.outdated().outdated) {
      // Another save may have begun, and a file may have no content yet.
      if (size > most || this.#runner.pending.areAny) break;
      if (!this.#mayGoAlong(module)) continue;
      const since = this.#runner.invalidations;
      const answer = await this.#environment
        .fetchModule(module.url, undefined, this.#runner.placing)
        .catch(() => undefined);
      const result = module.transformResult;
      if (!answer || !("code" in answer) || answer.code !== result?.code) continue;
      size += answer.code.length;
      this.#fetched.set(module, { answer, result, since });
    }
  }

  /** The modules that go along with an update, by their URLs. */
  take(outdated: Module[], update: number): Record<string, Sent> {
    // Another save has invalidated some of them, and not yet what these register with.
    if (this.#runner.pending.areAny) return {};
    const taken: [string, Fetched][] = [];
    for (const module of outdated) {
      const fetched = this.#fetched.get(module);
      if (!fetched || !this.#runner.give(module, fetched.result, fetched.since, update)) continue;
      taken.push([module.url, fetched]);
    }
    this.#fetched = new Map();
    for (const [, { result }] of taken) this.#transformImports(result);
    // Once all of them are given, as they import one another.
    const sent = ([url, { answer, result }]: [string, Fetched]) => {
      const kept = this.#runner.keptImports(result, update);
      return [url, { ...answer, invalidate: true, kept }];
    };
    return Object.fromEntries(taken.map(sent)) as Record<string, Sent>;
  }

  /** Transforms what the runner does not have, while the message is on its way. It will ask for that next. */
  #transformImports({ deps }: TransformResult): void {
    for (const url of deps ?? []) {
      const module = this.#runner.find(url);
      if (!module || this.#runner.result(module)) continue;
      // The runner gets the error.
      this.#environment.transformRequest(module.url).catch(() => {});
    }
  }

  /** A module that nothing imports any more is not evaluated by the update, and one with a disposer not until that has run. */
  #mayGoAlong(module: Module): boolean {
    return !this.#runner.isLost(module) && !this.#runner.mayDispose(module);
  }
}
