/** Warns of contexts that cannot be kept, once for each module, when the module is evaluated a second time. */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import type { Context } from "../server/context.js";

export class Lost {
  readonly #context: Context;
  /** By the environment's name and the module's file: the reasons why contexts of the module are lost. */
  readonly #lost = new Map<string, string[]>();
  /** By file: how often each of these modules was evaluated. */
  readonly #evaluated = new WeakMap<DevEnvironment, Map<string, number>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Whether contexts of a module are lost. */
  has(environment: string, file: string): boolean {
    return this.#lost.has(`${environment} ${file}`);
  }

  /** Notes what a module loses when it is transformed or bundled. */
  note(environment: string, file: string, lost: string[]): void {
    const module = `${environment} ${file}`;
    if (lost.length > 0) this.#lost.set(module, lost);
    else this.#lost.delete(module);
  }

  /** Counts the evaluations of modules, by what an environment's runner fetches. */
  watch(environment: DevEnvironment): void {
    const fetch = environment.fetchModule?.bind(environment);
    if (!fetch) return;
    environment.fetchModule = async (...given) => {
      const answer = await fetch(...given);
      if (this.#lost.size > 0 && "code" in answer) this.#evaluates(environment, answer.id);
      return answer;
    };
  }

  #evaluates(environment: DevEnvironment, id: string): void {
    const file = normalizePath(id.replace(/[?#].*$/s, ""));
    const isBundled = environment.depsOptimizer?.isOptimizedDepFile(id) ?? false;
    for (const source of isBundled ? sourcesOf(file) : [file]) {
      const lost = this.#lost.get(`${environment.name} ${source}`);
      if (lost) this.#count(environment, source, lost);
    }
  }

  #count(environment: DevEnvironment, file: string, lost: string[]): void {
    const { binding, plan } = this.#context;
    let times = this.#evaluated.get(environment);
    if (!times) this.#evaluated.set(environment, (times = new Map()));
    const before = times.get(file) ?? 0;
    times.set(file, before + 1);
    if (before !== 1 || !plan.logs("warn")) return;
    const shown = normalizePath(relative(environment.config.root, file));
    environment.logger.warn(binding.lostLine(environment.name, shown, lost), {
      timestamp: true,
    });
  }
}

/** The modules that an optimizer has bundled into a file. */
function sourcesOf(file: string): string[] {
  try {
    const { sources } = JSON.parse(readFileSync(`${file}.map`, "utf8")) as { sources: string[] };
    return sources.map((source) => normalizePath(resolve(dirname(file), source)));
  } catch {
    return [];
  }
}
