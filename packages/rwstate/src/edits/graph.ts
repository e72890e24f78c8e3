/** Vite's module graph in the form that the addon decides on: modules are numbers, and each has its evaluation's writes and imports. */
import type { DevEnvironment, EnvironmentModuleNode, TransformResult } from "vite";
import type {
  Binding,
  Change as NumberedChange,
  Evaluation,
  ModuleGraph,
  NumberedWrite,
  Write,
} from "../binding.js";
import type { RunnerModules } from "./runner-modules.js";

type Module = EnvironmentModuleNode;

/** A changed module: the result that the runner has, and the result after the save. The latter is missing where it does not compile. */
export interface Change {
  module: Module;
  before: TransformResult | undefined;
  after: TransformResult | undefined;
}

export class Graph {
  readonly #environment: DevEnvironment;
  readonly #runner: RunnerModules;
  readonly #binding: Binding;
  readonly #evaluations = new WeakMap<TransformResult, Evaluation>();

  constructor(environment: DevEnvironment, runner: RunnerModules, binding: Binding) {
    this.#environment = environment;
    this.#runner = runner;
    this.#binding = binding;
  }

  /** The modules that must be evaluated again for changes, besides the changed modules and their importers. */
  affected(changes: Change[]): Module[] {
    const numbers = new Numbers();
    const sides = (result: TransformResult | undefined) => {
      if (!result) return undefined;
      const { imports, writes } = this.#evaluation(result);
      // What an `import()` has loaded stays behind as well where that is removed.
      const all = [...imports, ...(result.dynamicDeps ?? [])];
      return {
        imports: numbers.of(this.#modules(all)),
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

  /**
   * The modules that a changed module newly imports and that the runner has not evaluated, or must evaluate again. They may register with
   * other modules too.
   */
  gained({ before, after }: Change): Module[] {
    if (!after) return [];
    const known = new Set(before && this.#evaluation(before).imports);
    const urls = this.#evaluation(after).imports.filter((url) => !known.has(url));
    return this.#modules(urls).filter(
      (module) =>
        this.#isOwn(module) && (!this.#runner.result(module) || this.#runner.isOutdated(module)),
    );
  }

  /** The roots above modules. */
  rootsAbove(modules: Module[]): Module[] {
    return this.reload(modules, undefined).roots ?? [];
  }

  /** The roots that a full reload concerns, which a file's modules may have triggered; or why every module has to be evaluated again. */
  reload(
    triggeredBy: Module[],
    file: string | undefined,
  ): { roots?: Module[]; reason?: string | undefined; line?: string | undefined } {
    const numbers = new Numbers();
    const { outdated, given } = this.#runner.outdated();
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
        const result = this.#runner.result(numbers.module(number));
        return result ? this.#writes(this.#evaluation(result).writes, numbers) : [];
      },
      exports: (number) => {
        const module = numbers.module(number);
        const versions = new Set([this.#runner.result(module), saved.get(module)]);
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

  /** Those writes that are to the app's own modules. */
  #writes(writes: Write[], numbers: Numbers): NumberedWrite[] {
    return writes.flatMap((write) => {
      const module = this.#runner.find(write.url);
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
    return urls.flatMap((url) => this.#runner.find(url) ?? []);
  }

  /** Whether a module is the app's own. Modules of dependencies are never evaluated again, just as Node evaluates them once. */
  #isOwn({ id, file }: Module): boolean {
    if (!id || !file || id.startsWith("\0virtual:rwstate") || id.startsWith("\0virtual:rwsdk")) {
      return false;
    }
    return (
      !file.includes("/node_modules/") && !this.#environment.depsOptimizer?.isOptimizedDepFile(file)
    );
  }
}

/** Gives each module a number, and finds it by that. */
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
