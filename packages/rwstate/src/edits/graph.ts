/** A server's module graph, as the decisions about edits see it: numbers for modules, and what each does while it is evaluated. */
import type { DevEnvironment, EnvironmentModuleNode, TransformResult } from "vite";
import type {
  Binding,
  Change as NumberedChange,
  Evaluation,
  ModuleGraph,
  NumberedWrite,
  Write,
} from "../binding.js";
import type { Given } from "./given.js";

type Module = EnvironmentModuleNode;

/** A module that changed: as the runner has it, and as it was saved, where it compiles. */
export interface Change {
  module: Module;
  before: TransformResult | undefined;
  after: TransformResult | undefined;
}

export class Graph {
  readonly #environment: DevEnvironment;
  readonly #given: Given;
  readonly #binding: Binding;
  readonly #evaluations = new WeakMap<TransformResult, Evaluation>();

  constructor(environment: DevEnvironment, given: Given, binding: Binding) {
    this.#environment = environment;
    this.#given = given;
    this.#binding = binding;
  }

  /** The modules that must be evaluated again for changes, besides what changed and what imports that. */
  affected(changes: Change[]): Module[] {
    const numbers = new Numbers();
    const sides = (result: TransformResult | undefined) => {
      if (!result) return undefined;
      const { imports, writes } = this.#evaluation(result);
      return {
        imports: numbers.of(this.#modules(imports)),
        writes: this.#writes(writes, numbers),
      };
    };
    const given = changes.map(({ module, before, after }): NumberedChange => ({
      module: numbers.of([module])[0]!,
      before: sides(before),
      after: sides(after),
    }));
    return numbers.modules(this.#binding.affected(given, this.#asGraph(numbers, changes)));
  }

  /** What a changed module newly imports and the runner does not have, or not as it is now: what that registers has its place too. */
  gained({ before, after }: Change): Module[] {
    if (!after) return [];
    const known = new Set(before && this.#evaluation(before).imports);
    const urls = this.#evaluation(after).imports.filter((url) => !known.has(url));
    return this.#modules(urls).filter(
      (module) =>
        this.#isOwn(module) && (!this.#given.result(module) || this.#given.isOutdated(module)),
    );
  }

  /** The roots above modules. */
  rootsAbove(modules: Module[]): Module[] {
    return this.reload(modules, undefined).roots ?? [];
  }

  /** The roots that a full reload concerns, of a file's modules where there are any; else why every module is evaluated again. */
  reload(
    triggeredBy: Module[],
    file: string | undefined,
  ): { roots?: Module[]; reason?: string | undefined; line?: string | undefined } {
    const numbers = new Numbers();
    const { outdated, given } = this.#given.outdated();
    const { roots, reason, line } = this.#binding.reload(
      numbers.of(outdated),
      given,
      numbers.of(triggeredBy),
      file,
      this.#asGraph(numbers),
    );
    return roots ? { roots: numbers.modules(roots) } : { reason, line };
  }

  #asGraph(numbers: Numbers, changes: Change[] = []): ModuleGraph {
    const saved = new Map(changes.map(({ module, after }) => [module, after]));
    return {
      importers: (number) => numbers.of(numbers.module(number).importers),
      imports: (number) => {
        const imports = [...numbers.module(number).importedModules];
        return numbers.of(imports.filter((module) => this.#isOwn(module)));
      },
      writes: (number) => {
        const result = this.#given.result(numbers.module(number));
        return result ? this.#writes(this.#evaluation(result).writes, numbers) : [];
      },
      exports: (number) => {
        const module = numbers.module(number);
        const versions = new Set([this.#given.result(module), saved.get(module)]);
        return [...versions].flatMap((result) =>
          (result ? this.#evaluation(result).exports : []).map((one) => ({
            ...one,
            is: this.#writes(one.is, numbers),
            calls: this.#writes(one.calls, numbers),
          })),
        );
      },
    };
  }

  /** Writes to the app's own modules. */
  #writes(writes: Write[], numbers: Numbers): NumberedWrite[] {
    return writes.flatMap((write) => {
      const module = this.#given.find(write.url);
      if (!module || !this.#isOwn(module)) return [];
      return { module: numbers.of([module])[0]!, export: write.export, using: write.using };
    });
  }

  #evaluation(result: TransformResult): Evaluation {
    let evaluation = this.#evaluations.get(result);
    if (!evaluation) {
      const isOwn = (url: string) => this.#modules([url]).some((module) => this.#isOwn(module));
      evaluation = this.#binding.evaluation(result.code, isOwn) ?? {
        imports: [],
        writes: [],
        exports: [],
      };
      this.#evaluations.set(result, evaluation);
    }
    return evaluation;
  }

  #modules(urls: string[]): Module[] {
    return urls.flatMap((url) => this.#given.find(url) ?? []);
  }

  /** Whether a module is the app's own, rather than a dependency's, whose state is kept as Node's own imports keep it. */
  #isOwn({ id, file }: Module): boolean {
    if (!id || !file || id.startsWith("\0virtual:rwstate") || id.startsWith("\0virtual:rwsdk")) {
      return false;
    }
    return (
      !file.includes("/node_modules/") && !this.#environment.depsOptimizer?.isOptimizedDepFile(file)
    );
  }
}

class Numbers {
  readonly #modules: Module[] = [];
  readonly #numbers = new Map<Module, number>();

  of(modules: Iterable<Module>): number[] {
    return Array.from(modules, (module) => {
      let number = this.#numbers.get(module);
      if (number === undefined) {
        number = this.#modules.push(module) - 1;
        this.#numbers.set(module, number);
      }
      return number;
    });
  }

  module(number: number): Module {
    return this.#modules[number]!;
  }

  modules(numbers: number[]): Module[] {
    return numbers.map((number) => this.module(number));
  }
}
