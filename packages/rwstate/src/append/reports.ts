/** Reports appended dependencies to the terminal and the inspector. Those that are appended within a short time are one report. */
import { isAbsolute, relative } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import type { Dependency } from "../binding.js";
import { inspectionOf } from "../inspector/inspection.js";
import type { Context } from "../server/context.js";
import type { AppenderReports } from "./appender.js";

/** How long a report waits for more dependencies, in milliseconds. */
const together = 100;

export class Reports implements AppenderReports {
  readonly #context: Context;
  readonly #environment: DevEnvironment;
  #appended: { id: string; importer: string | undefined; at: number; milliseconds: number }[] = [];

  constructor(context: Context, environment: DevEnvironment) {
    this.#context = context;
    this.#environment = environment;
  }

  appended(id: string, importer: string | undefined, milliseconds: number): void {
    this.#appended.push({ id, importer, at: Date.now() - milliseconds, milliseconds });
    if (this.#appended.length === 1) setTimeout(() => this.#report(), together).unref();
  }

  notAppended(id: string, reason: string): void {
    const { binding, plan } = this.#context;
    const { name, logger } = this.#environment;
    if (!plan.logs("warn")) return;
    logger.warn(binding.notAppended(name, id, reason).text, { timestamp: true });
  }

  #report(): void {
    const { binding, plan } = this.#context;
    const { logger, name } = this.#environment;
    const appended = this.#appended;
    this.#appended = [];
    const dependencies = appended.map(({ id, importer }): Dependency => [
      id,
      importer && this.#fromRoot(importer),
    ]);
    const at = Math.min(...appended.map(({ at }) => at));
    const milliseconds = Math.max(...appended.map(({ milliseconds }) => milliseconds));
    const together = new binding.Appended({ at, environment: name, dependencies, milliseconds });
    inspectionOf(this.#environment)?.appended(together);
    if (!plan.logs("info")) return;
    logger.info(together.line, { timestamp: true });
  }

  #fromRoot(id: string): string {
    const file = id.replace(/[?#].*$/s, "");
    return isAbsolute(file) ? normalizePath(relative(this.#environment.config.root, file)) : file;
  }
}
