/** Says in the terminal what was appended: one line for what came together. */
import { relative } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import type { Context } from "../plugin/context.js";
import type { AppenderReports } from "./appender.js";
import type { Info } from "./metadata.js";

/** How long more is waited for, in milliseconds; importers are in the graph by then. */
const together = 100;

export class Reports implements AppenderReports {
  readonly #context: Context;
  readonly #environment: DevEnvironment;
  #appended: { info: Info; milliseconds: number }[] = [];

  constructor(context: Context, environment: DevEnvironment) {
    this.#context = context;
    this.#environment = environment;
  }

  appended(info: Info, milliseconds: number): void {
    this.#appended.push({ info, milliseconds });
    if (this.#appended.length === 1) setTimeout(() => this.#tell(), together).unref();
  }

  notAppended(id: string, reason: string): void {
    const { binding, plan } = this.#context;
    const { name, logger } = this.#environment;
    if (!plan.tells("warn")) return;
    logger.warn(binding.notAppended(name, id, reason).text, { timestamp: true });
  }

  #tell(): void {
    const { binding, plan } = this.#context;
    const { logger } = this.#environment;
    const appended = this.#appended;
    this.#appended = [];
    const dependencies = appended.map(({ info }): [string, string | undefined] => [
      info.id,
      this.#importer(info.file),
    ]);
    const longest = Math.max(...appended.map(({ milliseconds }) => milliseconds));
    if (!plan.tells("info")) return;
    logger.info(binding.appendedLine(dependencies, longest), { timestamp: true });
  }

  /** The first module of the app that imports an output, by the graph. */
  #importer(file: string): string | undefined {
    const { moduleGraph, config } = this.#environment;
    for (const module of moduleGraph.getModulesByFile(file) ?? []) {
      for (const { file } of module.importers) {
        if (file) return normalizePath(relative(config.root, file));
      }
    }
    return undefined;
  }
}
