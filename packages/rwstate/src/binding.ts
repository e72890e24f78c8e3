/** Loads the native addon of this machine. Its types are the Rust crate `rwstate_binding`, seen from JavaScript. */
import { createRequire } from "node:module";

export type Mode = "dev" | "build" | "test" | "browser-test";
/** What of Vitest a server belongs to: tests that its process runs, or its browser mode. */
export type Vitest = "absent" | "runner" | "browser";

export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  text: string;
}

export interface Plan {
  mode(command: string, vitest: Vitest): Mode;
  specifiers(): string[];
  resolve(specifier: string, mode: Mode): string | null;
  load(id: string, mode: Mode, server: number, environment: string): string | null;
  environment(
    name: string,
    consumer: string | undefined,
    dependents: string[],
  ): { exclude: string[]; noExternal: string[] };
  isDependent(dependencies: string[]): boolean;
  checkExternals(
    environment: string,
    external: boolean | string[],
    dependents: string[],
  ): Diagnostic[];
  foreignImport(stack: string, environment: string): Diagnostic;
  /** Whether an environment's late dependencies are appended. */
  isAppended(environment: string, mode: Mode): boolean;
  isGated(environment: string, consumer: string, mode: Mode): boolean;
  /** Whether an edit evaluates again only what it changed. */
  isTargeted(environment: string, consumer: string, mode: Mode): boolean;
  tells(level: "info" | "warn" | "error"): boolean;
  isPreserved(environment: string, consumer: string | undefined, mode: Mode): boolean;
  preserveFingerprint(): string;
  candidate(id: string, code: string, compiled: boolean): string | null;
  isInspected(): boolean;
  script(id: string): string | null;
  rewrite(module: Module, code: string): Rewritten | null;
}

/** A GET request that the command line needs; `timeout` is milliseconds. */
export interface CliRequest {
  url: string;
  timeout: number;
}

/** What the request came to. */
export type CliResponse =
  | { type: "Http"; status: number; location?: string; body: string }
  | { type: "Failed"; code: string; message: string };

/** A module's file, and the package that has it. */
export interface Module {
  name: string;
  version: string;
  folder: string;
  file: string;
  root: string;
  /** The name of the package that the root is in. */
  rootName: string;
}

/** A rewritten module; `entries` are keys, each with the fingerprint of what it begins with and the line that declares it. */
export interface Rewritten {
  code?: string;
  map?: string;
  entries: [key: string, fingerprint: string, line: number][];
  diagnostics: Diagnostic[];
  /** Contexts that are not kept: what to say of each where the module is evaluated again. */
  lost: string[];
}

/** A dependency and the file that imports it, where one is known. */
export type Discovery = [dependency: string, importer: string | undefined];

/** The gate of one dev server; `now` is in microseconds. What it answers are `Act`s, three numbers each. */
export interface Gate {
  /** A request came, at `since` where the gate was open then and is notified of it late. */
  arrive(request: number, replayable: boolean, since: number, now: number): number[];
  stream(request: number, now: number): number[];
  leave(request: number, end: number, now: number): number[];
  abort(request: number, now: number): number[];
  editBegin(edit: number, environment: number, targeted: boolean, now: number): number[];
  editEnd(edit: number, now: number): number[];
  optimizeBegin(environment: number, now: number): number[];
  optimizeEnd(environment: number, now: number): number[];
  reload(send: number, environment: number, answers: boolean, now: number): number[];
  update(send: number, environment: number, answers: boolean, now: number): number[];
  fetch(environment: number, now: number): number[];
  /** A runner that holds its entry is sent what makes it import that again. */
  entry(send: number, environment: number, answers: boolean, now: number): number[];
  pong(ping: number, now: number): number[];
  close(now: number): number[];
  tick(now: number): number[];
  isOpen(): boolean;
  mayReplay(request: number): boolean;
  takeReport(): GateReport | null;
}

/** What a dependency's entry says of itself. */
export interface EntryFacts {
  readonly exports: string[];
  readonly isJsx: boolean;
  /** `null` where only the output tells, which is then to be handed in as the names of its exports. */
  needsInterop(output: string[] | undefined): boolean | null;
}

/** How a module is imported: `dynamic` is `import()`. */
export type ImportKind = "import" | "dynamic" | "require";

/** A module that is no file. */
export interface VirtualModule {
  id: string;
  code: string;
}

/** What a unit has in place of a module: another output, modules that stand for it, or a reason against it; else the module itself. */
export interface Placed {
  output?: string;
  modules?: VirtualModule[];
  refusal?: string;
}

/** What a module does while it is evaluated, by URLs: what it imports, and what it, or who uses its exports, may write to. */
export interface Evaluation {
  imports: string[];
  writes: Write[];
  exports: Export<Write>[];
}

/** What is done with a value: it is called or changed, passed to what calls it, or passed. */
export type Use = "call" | "callback" | "pass";

/** A module that may be written to; without `export`, by any of its exports. */
export interface Write {
  url: string;
  export?: string | undefined;
  using: Use;
}

/** An export: what other modules it is of, and what a call of it writes to. Without a name it is `export *`. */
export interface Export<To> {
  name?: string | undefined;
  is: To[];
  calls: To[];
  isFunction: boolean;
  /** A call of it leaves the module's own state alone. */
  isStateless: boolean;
}

/** A module that may be written to, by its number. */
export interface NumberedWrite {
  module: number;
  export?: string | undefined;
  using: Use;
}

/** What one version of a module imports and writes to. */
export interface Sides {
  imports: number[];
  writes: NumberedWrite[];
}

/**
 * A changed module: `before` as it was last evaluated, `after` as it is saved. Without `after`, it is deleted or does not compile, and
 * its imports are not lost.
 */
export interface Change {
  module: number;
  before?: Sides | undefined;
  after?: Sides | undefined;
}

/** First-party modules of one environment, by functions that are called without `this`; edges may be those before or after the edit. */
export interface ModuleGraph {
  importers: (module: number) => number[];
  imports: (module: number) => number[];
  writes: (module: number) => NumberedWrite[];
  /** Of a changed module, what either version exports. */
  exports: (module: number) => Export<NumberedWrite>[];
}

/** What the optimizer of one environment has bundled; `read` hands in the text of an output. */
export interface Outputs {
  add(output: string, text: string): void;
  addDependency(source: string, output: string, needsInterop: boolean): void;
  place(file: string, kind: ImportKind, read: (output: string) => string | null): Placed;
  entry(
    file: string,
    read: (output: string) => string | null,
  ): { code?: string; refusal?: string } | null;
  refuseLive(
    exports: string[],
    shared: string[],
    read: (output: string) => string | null,
  ): string | null;
}

/** An entry that a module declares by itself; lines count from 1, columns from 0. */
export interface Declared {
  key: string;
  line: number;
  column: number;
  class?: string;
}

/** What is known of one dev server. */
export interface Inspector {
  /** What the server after this one begins with. */
  successor(): Inspector;
  begin(root: string, environments: [name: string, consumer: string, gated: boolean][]): void;
  /** A runner has asked for a module of an environment. */
  runs(environment: string): void;
  /** Whether a runner has told of an entry. */
  has(environment: string, key: string): boolean;
  /** @throws {Error} this is no list of entries. */
  entries(environment: string, json: string): void;
  declares(environment: string, file: string, declared: [key: string, line: number][]): string[];
  conflicts(environment: string, file: string): Diagnostic[];
  /** A rewritten file keeps these keys now, each with its line. */
  keeps(environment: string, file: string, kept: [key: string, line: number][]): void;
  stale(environment: string, key: string, className: string): Diagnostic | null;
  findings(environment: string, file: string, findings: Diagnostic[]): void;
  modules(environment: string, modules: [id: string, file: string][]): void;
  recovered(recovery: Recovery): void;
  appended(appended: Appended): void;
  /** The answer is the edit's number. */
  edited(edit: Edit): number;
  evaluated(edit: number, milliseconds: number): void;
  reloaded(environment: string, at: number): void;
  snapshot(at: number): string;
}

/** A re-optimization that the gate has seen through; times are milliseconds. */
export interface Recovery {
  at: number;
  environment: string;
  discoveries: Discovery[];
  held: number;
  longest: number;
  replayed: number;
  /** Whether modules were evaluated again. */
  reloaded: boolean;
  kept: number | undefined;
  keys: string[];
}

/** Dependencies that were appended together; times are milliseconds. */
export interface Appended {
  at: number;
  environment: string;
  dependencies: Discovery[];
  milliseconds: number;
}

/** A module that an edit made outdated. */
export interface Outdated {
  id: string;
  /** Whether it was saved, or a plugin says that what was saved changes it. */
  isChanged: boolean;
  /** Whether what changed registers with it. */
  isRegistry: boolean;
  /** The outdated modules that it imports, by their places among them. */
  imports: number[];
}

/** What a runner is sent for an edit; with a `reason` it is a reload of every module, which `file` triggered. */
export interface Edit {
  at: number;
  environment: string;
  outdated: Outdated[];
  /** How many other modules the runner keeps. */
  kept: number;
  reason?: string | undefined;
  file?: string | undefined;
}

/** What came to the server. */
export interface Asked {
  method: string;
  url: string;
  /** The hosts that it names, `:authority` first. */
  hosts: string[];
  origin: string | undefined;
  fetchSite: string | undefined;
  marker: string | undefined;
  remote: string | undefined;
  encrypted: boolean;
  /** The version of HTTP. */
  version: string;
  /** The names of all headers, in lower case. */
  headers: string[];
}

/** How to answer it: `text` is an asset's name, a reason, or where a redirect leads. */
export interface Answer {
  route?: "page" | "asset" | "events" | "snapshot" | "reset";
  status: number;
  text: string;
  headers: [name: string, value: string][];
}

/** Who may see the inspector. */
export interface Access {
  /** Whether a URL leads to the inspector by any reading. */
  concerns(url: string): boolean;
  judge(asked: Asked): Answer | null;
}

/** One period in which the gate was closed; times are milliseconds. */
export interface GateReport {
  held: number;
  longest: number;
  replayed: number;
  reloaded: number[];
  optimized: number[];
  drainHits: number;
  holdHits: number;
  acknowledgeHits: number;
}

export interface Binding {
  Plan: {
    new (options: unknown, path: string, text: string): Plan;
    /** @throws {Error} RWS004: this Vite is too old. */
    checkVite(version: string): void;
    /** The environment whose state natively imported code shares; each comes as its name and its consumer. */
    nativeEnvironment(mode: Mode, environments: [string, string][]): string | null;
    /** The name of the state of one environment of one dev server. */
    scope(server: number, environment: string): string;
    /** What an entry of a gated environment ends with. */
    entrySuffix(): string;
    /** Whether a request that nothing has handled yet is for Vite whatever the app has, by its URL below Vite's base. */
    isForVite(url: string, accept: string): boolean;
    /** What a module imports; `null` where it is not JavaScript or TypeScript. */
    imports(path: string, source: string): string[] | null;
    recoveryLine(recovery: Recovery): string;
    /** What to say of a package that Vite serves, and that an external package imports natively. */
    twoInstances(environment: string, external: string, twice: string): Diagnostic;
    /** The names of variables that are not as they were; each comes as a name and what it stands for. */
    changedVariables(before: [string, string][], now: [string, string][]): string[];
    readsVariable(source: string, names: string[]): boolean;
    /** What to say of entries that may hold what variables were before; they come as a file and its keys. */
    staleVariables(environment: string, names: string[], entries: [string, string[]][]): string;
    boundsLine(drain: number, hold: number, acknowledge: number): string | null;
    explainFailure(
      environment: string,
      discoveries: Discovery[],
      request: string,
      at: string,
    ): Diagnostic;
    ungated(environment: string, missing: string): Diagnostic;
    /** Runs the command line, and returns the exit code, or a request, whose response the next run takes. */
    runCli(arguments_: string[], cwd: string, response?: CliResponse): number | CliRequest;
    begunAnewLine(environment: string, keys: string[]): string;
    lostLine(environment: string, file: string, lost: string[]): string;
    /** The source map of a rewritten module to what the module was made from; `null` where its own map is no plain one. */
    chainedMap(map: string, own: string): string | null;
    /** The entries that a module declares by itself; the specifiers name the state module. */
    declared(path: string, code: string, specifiers: string[]): Declared[];
    /** What a module ends with that declares entries with instances of classes. */
    classSuffix(pairs: [key: string, className: string][]): string;
  };
  Outputs: new () => Outputs;
  Append: {
    /** The name of a dependency's output without its extension; `null` where Vite would cut it. */
    flatId(vite: string, id: string): string | null;
    /** A module of a dependency with its registration; `null` where it is left as it is. */
    expose(file: string, isModulePackage: boolean, source: string): string | null;
    /** A module with the addresses of files beside it made relative to a folder; `null` where it has none. */
    assetUrls(file: string, folder: string, source: string): string | null;
    registryFacade(): string;
    /** `null` where it is no script, or does not parse. */
    entryFacts(path: string, source: string): EntryFacts | null;
    appendedLine(
      dependencies: [dependency: string, importer: string | undefined][],
      milliseconds: number,
    ): string;
    notAppended(environment: string, dependency: string, reason: string): Diagnostic;
    failedDependency(environment: string, dependency: string, reason: string): Diagnostic;
  };
  Edits: {
    /** What a module does while it is evaluated, by its code as a runner gets it; `null` where it does not parse. */
    evaluation(code: string, isFirstParty: (url: string) => boolean): Evaluation | null;
    /** The modules that must be invalidated besides the changed ones. */
    affected(changes: Change[], graph: ModuleGraph): number[];
    /**
     * The roots that a full reload concerns, of `modules` that the runner has been given; `file` triggered it, and has these modules.
     * Without roots it is one of everything, for a reason that the line reports, unless Vite does.
     */
    reload(
      outdated: number[],
      modules: number,
      triggeredBy: number[],
      file: string | undefined,
      graph: ModuleGraph,
    ): { roots?: number[]; reason?: string; line?: string };
  };
  Inspector: {
    new (rwstate: string, vite: string): Inspector;
    failed(environment: string, callback: string, key: string, reason: string): Diagnostic;
  };
  Access: new (
    base: string,
    allowed: boolean | string[],
    names: string[],
    assets: string[],
  ) => Access;
  Gate: new (plan: Plan) => Gate;
  /** What the first number of an action means. */
  Act: Record<
    | "Admit"
    | "Replay"
    | "Settle"
    | "Explain"
    | "EditReady"
    | "Forward"
    | "Drop"
    | "Ping"
    | "Wake"
    | "Report",
    number
  >;
  End: Record<"Done" | "Failed" | "Broken", number>;
}

/**
 * Returns the addon.
 *
 * @throws {Error} RWS005: there is none for this machine, or it does not load.
 */
export function loadBinding(): Binding {
  const file = `../native/rwstate.${process.platform}-${process.arch}.node`;
  try {
    return createRequire(import.meta.url)(file) as Binding;
  } catch (error) {
    throw new Error(missingAddon(error), { cause: error });
  }
}

/**
 * Returns what `call` returns; an error that it throws loses its stack. Vite prints an error's stack where it has one, and
 * a diagnostic's text says all that a reader needs.
 */
export function withoutStack<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

/** The one diagnostic that Rust cannot render. */
function missingAddon(error: unknown): string {
  const reason = String(error instanceof Error ? error.message : error).split("\n", 1)[0];
  return [
    `error[RWS005] missing-addon: rwstate has no native addon for ${process.platform}-${process.arch}`,
    `  at: ${reason}`,
    "  help: install the package rwstate again on this machine; in a checkout of the project, run `cargo xtask build`",
    "  page: docs/diagnostics/RWS005-missing-addon.md",
  ].join("\n");
}
