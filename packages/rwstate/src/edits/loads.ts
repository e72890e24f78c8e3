/**
 * Tracks the loads of modules that hosts ask for in this process: by `server.ssrLoadModule`, and by `import` of a runnable environment's
 * runner. Where there is no HMR, no message says that a runner has evaluated an edit.
 *
 * A host that loads its entry module for each request has some in progress at any time, and most evaluate nothing: the runner has all modules.
 */
import type { DevEnvironment, ViteDevServer } from "vite";

/** How long a save waits for loads in progress, in milliseconds: a module may await what never comes. */
const bound = 2000;

type Load = (...given: never[]) => Promise<unknown>;

export class Loads {
  readonly #inProgress = new Set<Promise<unknown>>();
  /** Those of them in which a module may have been evaluated. */
  readonly #evaluating = new Set<Promise<unknown>>();

  constructor(environment: DevEnvironment, server: ViteDevServer) {
    // Vite's own runner for `ssrLoadModule` is one of this environment, and has no other name.
    if (environment === server.environments["ssr"]) this.#watch(server, "ssrLoadModule");
    const getter = runnerGetter(environment);
    if (!getter) return;
    const watched = new WeakSet();
    // Vite creates the runner when it is asked for first.
    Object.defineProperty(environment, "runner", {
      configurable: true,
      get: () => {
        const runner = getter.call(environment) as { import: Load };
        if (!watched.has(runner)) this.#watch(runner, "import");
        watched.add(runner);
        return runner;
      },
    });
  }

  /** The runner fetches a module that it will evaluate, for one of the loads that are in progress. */
  evaluates(): void {
    for (const loading of this.#inProgress) this.#evaluating.add(loading);
  }

  /** Resolves when the loads that evaluate modules have ended, or have taken too long: such a load is not waited for again. */
  async evaluated(): Promise<void> {
    if (this.#evaluating.size === 0) return;
    let timer;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const loading of this.#evaluating) this.#ended(loading);
        resolve();
      }, bound);
    });
    await Promise.race([Promise.allSettled(this.#evaluating), tooLong]);
    clearTimeout(timer);
  }

  #ended(loading: Promise<unknown>): void {
    this.#inProgress.delete(loading);
    this.#evaluating.delete(loading);
  }

  #watch<Name extends string>(owner: Record<Name, Load>, name: Name): void {
    const load = owner[name];
    owner[name] = (...given) => {
      const loading = load.apply(owner, given);
      this.#inProgress.add(loading);
      // With each request of a host that loads its entry module then, so with one promise more and no other.
      const ended = () => this.#ended(loading);
      loading.then(ended, ended);
      return loading;
    };
  }
}

/** The getter of `RunnableDevEnvironment`; other environments have runners elsewhere. */
function runnerGetter(environment: DevEnvironment): (() => unknown) | undefined {
  for (let owner: unknown = environment; owner; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, "runner");
    if (property) return property.get;
  }
  return undefined;
}
