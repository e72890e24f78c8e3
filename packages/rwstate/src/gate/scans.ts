/** When the walks of one dev server's environments tell an optimizer of what they found: at start, after an answer, in a pause. */
import type { DevEnvironment } from "vite";
import type { Context } from "../plugin/context.js";
import { listening } from "../plugin/listening.js";
import { EnvironmentScan } from "../scan/environment-scan.js";
import { externalsOf } from "../scan/externals.js";
import type { Adapter } from "./adapter.js";
import { Idle } from "./idle.js";
import type { Optimizers } from "./optimizers.js";
import { Pause } from "./pause.js";
import type { Requests } from "./requests.js";

export class Scans {
  readonly #context: Context;
  readonly #adapter: Adapter;
  readonly #optimizers: Optimizers;
  /** By their environments' ids. */
  readonly #scans = new Map<number, EnvironmentScan>();
  /** The environments whose optimizers were told of installed packages, or are about to be. */
  readonly #installed = new Set<number>();
  readonly #idle: Idle | undefined;
  readonly #pause: Pause;
  #isClosed = false;

  constructor(context: Context, adapter: Adapter, optimizers: Optimizers, requests: Requests) {
    const { binding, plan } = context;
    this.#context = context;
    this.#adapter = adapter;
    this.#optimizers = optimizers;
    const after = plan.installedAfter();
    if (after !== null) {
      this.#idle = new Idle(
        after,
        () => requests.isBusy,
        () => this.#install(),
      );
    }
    const [length, longest] = binding.Plan.pauseMs();
    this.#pause = new Pause(
      { length, longest },
      {
        requests: () => requests.count,
        isBusy: () => requests.isBusy || !adapter.isQuiet || this.#isWalking,
      },
      () => this.#catchUpAll(),
    );
    optimizers.onDiscovery = (id) => {
      const scan = this.#scans.get(id);
      // Its optimizer is about to run in any case.
      if (scan?.isKeeping) void scan.catchUp();
    };
    optimizers.onDiscovered = (id, dependency) => void this.#scans.get(id)?.discovered(dependency);
  }

  /** Has an environment's sources walked, while the server starts; requests wait for what is found to be registered. */
  watch(environment: DevEnvironment, id: number): EnvironmentScan | undefined {
    const { binding, plan } = this.#context;
    const optimizers = this.#optimizers;
    if (!plan.isScanned() || !environment.depsOptimizer) return undefined;
    const scan = new EnvironmentScan(binding, plan, environment, externalsOf(environment), {
      imports: (specifier, importer) => optimizers.nameImporter(id, specifier, importer),
      isNamed: (dependency) => optimizers.isNamed(id, dependency),
      keeps: () => this.#pause.ask(),
    });
    this.#scans.set(id, scan);
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

  /** Whether a walk has reached a file, in an environment. */
  concerns(id: number, file: string): boolean {
    return this.#scans.get(id)?.concerns(file) ?? false;
  }

  /** Whether an environment's next request may load a file that a walk has reached. */
  isNear(id: number, file: string): boolean {
    return this.#scans.get(id)?.isNear(file) ?? false;
  }

  /** The server has answered for the first time. */
  answered(): void {
    for (const scan of this.#scans.values()) void scan.answered();
  }

  /** Is to be told of each request that begins or ends, where somebody waits for the server to be idle. */
  get onRequest(): (() => void) | undefined {
    const idle = this.#idle;
    return idle && (() => idle.disturbed());
  }

  /** The server is closing. */
  close(): void {
    this.#isClosed = true;
    this.#idle?.close();
    this.#pause.close();
  }

  get #isWalking(): boolean {
    return [...this.#scans.values()].some((scan) => scan.isBusy);
  }

  #catchUpAll(): void {
    for (const [id, scan] of this.#scans) {
      if (scan.isKeeping) void this.#catchUp(id, scan);
    }
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
    for (const [id, scan] of this.#scans) {
      if (this.#installed.has(id) || !this.#optimizers.hasRun(id)) continue;
      this.#installed.add(id);
      void this.#installIn(id, scan);
    }
    return this.#installed.size === this.#scans.size;
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
}
