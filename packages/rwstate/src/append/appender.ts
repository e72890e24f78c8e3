/**
 * Appends an environment's late dependencies to what Vite's optimizer has.
 *
 * When Vite discovers a dependency it gets a URL for it at once, so it can serve the modules that import it. Its load of that URL waits
 * until the dependency is bundled. Nothing that was served before changes, so Vite has no reason to reload.
 */
import { readFileSync } from "node:fs";
import { normalizePath, version, type DevEnvironment } from "vite";
import type { Binding, EntryFacts } from "../binding.js";
import { bundle } from "./bundle.js";
import { forgetFailedImporters } from "./failed-importers.js";
import { HeldModules } from "./held-modules.js";
import { appended, Cache, type Info, type Metadata, type Optimizer } from "./metadata.js";
import { Resolution } from "./resolution.js";
import { BundlingError, RefusedError, type OutputFile, type Unit } from "./unit.js";

/** A dependency that is not bundled yet. */
interface Pending {
  readonly info: Info & { src: string };
  /** Facts about the source of its entry module; `undefined` where that is not a script. */
  readonly facts: EntryFacts | undefined;
  readonly since: number;
  /** Lets Vite load it. */
  settle(): void;
  /** Resolves the promise of whether importers need interop. */
  decide(needsInterop: boolean): void;
}

export interface AppenderReports {
  appended(id: string, importer: string | undefined, milliseconds: number): void;
  /** Vite bundles all dependencies again, for this reason. */
  notAppended(id: string, reason: string): void;
}

export class Appender {
  readonly #environment: DevEnvironment;
  readonly #optimizer: Optimizer;
  readonly #binding: Binding;
  readonly #reports: AppenderReports;
  /** See `Context.drain`. */
  readonly #drain: () => Promise<() => void>;
  readonly #cache: Cache;
  readonly #resolution: Resolution;
  readonly #viteRegister: Optimizer["registerMissingImport"];
  readonly #viteRun: () => void;
  readonly #pending = new Map<Info, Pending>();
  readonly #queue: Pending[] = [];
  #isWorking = false;
  #isRetired = false;
  #held: { metadata: Metadata; value: HeldModules } | undefined;
  /** By the path of its output: each dependency that does not bundle, and the bundler's message. */
  readonly #failed = new Map<string, { id: string; src: string; message: string }>();
  /** By specifier: the module that has imported it last. Vite does not pass the importer on when it registers a dependency. */
  readonly #importers = new Map<string, string>();

  constructor(
    environment: DevEnvironment,
    optimizer: Optimizer,
    binding: Binding,
    reports: AppenderReports,
    drain: () => Promise<() => void>,
  ) {
    this.#environment = environment;
    this.#optimizer = optimizer;
    this.#binding = binding;
    this.#reports = reports;
    this.#drain = drain;
    this.#cache = new Cache(environment);
    this.#resolution = new Resolution(environment);
    this.#viteRegister = optimizer.registerMissingImport.bind(optimizer);
    this.#viteRun = optimizer.run.bind(optimizer);
    const close = optimizer.close.bind(optimizer);
    optimizer.registerMissingImport = (id, resolved) => this.#register(id, resolved);
    // Vite must not bundle dependencies that are pending here.
    optimizer.run = () => {
      if (this.#isVitesTurn(optimizer.metadata)) this.#viteRun();
    };
    optimizer.close = async () => {
      this.retire();
      await close();
    };
  }

  /** Appends nothing from now on, because another server uses the same folder. */
  retire(): void {
    this.#isRetired = true;
  }

  /** Notes the importer of a package, which Vite is about to register if it is a new dependency. */
  noteImporter(specifier: string, importer: string | undefined): void {
    const isKnown = this.#optimizer.metadata.optimized[specifier] !== undefined;
    if (importer !== undefined && !isKnown) this.#importers.set(specifier, importer);
  }

  /**
   * Resolves when Vite may load an output. A dependency that did not bundle is bundled again, as the package may have been fixed since.
   *
   * @throws {Error} RWS031 where it still does not bundle.
   */
  async loading(path: string): Promise<void> {
    const failed = this.#failed.get(path);
    if (failed) {
      this.#failed.delete(path);
      this.#register(failed.id, failed.src);
    }
    const info = this.#optimizer.metadata.depInfoList.find(({ file }) => file === path);
    if (info && this.#pending.has(info)) await info.processing;
    const message = this.#failed.get(path)?.message;
    if (message === undefined) return;
    forgetFailedImporters(this.#environment, path);
    const { name } = this.#environment;
    const { text } = this.#binding.failedDependency(name, this.#failed.get(path)!.id, message);
    const error = new Error(`${text}\n\n${message}`);
    error.stack = "";
    throw error;
  }

  #register(id: string, resolved: string): Info {
    const { metadata } = this.#optimizer;
    const known = metadata.optimized[id] ?? metadata.chunks[id] ?? metadata.discovered[id];
    if (known) return known;
    const pending = this.#admit(metadata, id, resolved);
    if (!pending) return this.#viteRegister(id, resolved);
    metadata.discovered[id] = pending.info;
    metadata.depInfoList.push(pending.info);
    this.#pending.set(pending.info, pending);
    this.#queue.push(pending);
    if (!this.#isWorking) void this.#work();
    return pending.info;
  }

  /** Makes the optimizer's info of a dependency, as far as it is known before that is bundled; `undefined` where it is left to Vite. */
  #admit(metadata: Metadata, id: string, resolved: string): Pending | undefined {
    // Vite is bundling, or has not bundled for the first time yet.
    if (this.#isRetired || this.#isVitesTurn(metadata)) return undefined;
    if (this.#optimizer.scanProcessing || !this.#cache.isOf(metadata)) return undefined;
    const flatId = this.#binding.flatId(version, id);
    if (flatId === null) return undefined;
    const file = this.#cache.path(`${flatId}.js`);
    if (metadata.depInfoList.some((other) => other.file === file)) return undefined;
    let facts: EntryFacts | undefined;
    try {
      facts = this.#binding.entryFacts(resolved, readFileSync(resolved, "utf8")) ?? undefined;
    } catch {
      return undefined;
    }
    let settle!: () => void;
    let decide!: (needsInterop: boolean) => void;
    const info: Pending["info"] = {
      id,
      file,
      src: resolved,
      browserHash: this.#cache.version(metadata),
      processing: new Promise<void>((resolve) => (settle = resolve)),
    };
    const decided = new Promise<boolean>((resolve) => (decide = resolve));
    const early = this.#isListed(id) || facts?.needsInterop(undefined);
    if (typeof early === "boolean") info.needsInterop = early;
    else {
      // Vite awaits these before it writes an importer, and decides by them whether that needs interop.
      info.exportsData = decided.then((needsInterop) => ({
        hasModuleSyntax: !needsInterop,
        exports: facts?.exports ?? [],
        jsxLoader: facts?.isJsx ?? false,
      }));
    }
    return { info, facts, since: performance.now(), settle, decide };
  }

  /** Whether Vite has a dependency to bundle. */
  #isVitesTurn({ discovered }: Metadata): boolean {
    return Object.values(discovered).some((info) => !this.#pending.has(info));
  }

  #isListed(id: string): boolean {
    return this.#environment.config.optimizeDeps.needsInterop?.includes(id) ?? false;
  }

  /** Bundles pending dependencies. Those that one module imports are discovered together, and become one unit. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#append(this.#queue.splice(0));
    this.#isWorking = false;
  }

  async #append(batch: Pending[]): Promise<void> {
    const left = await this.#leftByVite(batch);
    if (left.length === 0) return;
    const { metadata } = this.#optimizer;
    try {
      const files = await this.#bundle(left, metadata);
      // When a run of Vite's ends, it replaces the metadata by what it knew when it began. So nothing may be added during a run.
      const isVites = this.#optimizer.metadata !== metadata || this.#isVitesTurn(metadata);
      if (isVites) return await this.#append(left);
      this.#commit(left, files, metadata);
    } catch (error) {
      // Each is tried alone, so that one which cannot be bundled does not make the others fail.
      if (left.length === 1) return this.#fallBack(left[0]!, error);
      for (const pending of left) await this.#append([pending]);
    }
  }

  /** Waits until Vite has bundled its own dependencies. Returns those of a batch that Vite has not bundled with them. */
  async #leftByVite(batch: Pending[]): Promise<Pending[]> {
    const awaited = new Set<Info>();
    for (;;) {
      const { discovered } = this.#optimizer.metadata;
      const vites = Object.values(discovered).filter(
        (info) => !this.#pending.has(info) && !awaited.has(info),
      );
      if (vites.length === 0) break;
      for (const info of vites) awaited.add(info);
      await Promise.allSettled(vites.map(({ processing }) => processing));
    }
    return batch.filter((pending) => !this.#isTaken(pending));
  }

  /** Whether a run of Vite's has bundled a pending dependency. Otherwise the dependency is registered in the run's new metadata. */
  #isTaken(pending: Pending): boolean {
    const { info, decide } = pending;
    const { metadata } = this.#optimizer;
    const vites = metadata.optimized[info.id];
    if (vites) {
      this.#pending.delete(info);
      decide(vites.needsInterop ?? false);
      this.#end(pending);
      return true;
    }
    info.browserHash = this.#cache.version(metadata);
    metadata.discovered[info.id] = info;
    if (!metadata.depInfoList.includes(info)) metadata.depInfoList.push(info);
    return false;
  }

  async #bundle(batch: Pending[], metadata: Metadata): Promise<OutputFile[]> {
    const held = this.#heldBy(metadata);
    const files: OutputFile[] = [];
    const entries: Unit["entries"] = {};
    for (const { info } of batch) {
      const source = normalizePath(info.src);
      const name = outputName(info);
      const entry = held.entry(source);
      if (entry?.refusal !== undefined) throw new RefusedError(entry.refusal);
      if (entry?.code === undefined) entries[name.replace(/\.js$/, "")] = info.src;
      else files.push({ name, content: entry.code, chunk: entryChunk });
    }
    if (Object.keys(entries).length === 0) return files;
    const shared = new Set<string>();
    const unit: Unit = {
      environment: this.#environment,
      binding: this.#binding,
      resolution: this.#resolution,
      folder: this.#cache.folder,
      entries,
      isJsx: batch.some(({ facts }) => facts?.isJsx),
      place(file, kind) {
        const placed = held.place(file, kind);
        if (placed.modules) shared.add(file);
        return placed;
      },
    };
    files.push(...(await bundle(unit)));
    for (const { chunk } of files) {
      const live = chunk?.isEntry ? held.refuseLive(chunk.exports, [...shared]) : null;
      if (live !== null) throw new RefusedError(live);
    }
    return files;
  }

  #heldBy(metadata: Metadata): HeldModules {
    if (this.#held?.metadata !== metadata) {
      this.#held = { metadata, value: new HeldModules(this.#binding, this.#cache, metadata) };
    }
    return this.#held.value;
  }

  /** Adds a bundled unit to the folder on disk and then to Vite's metadata: synchronously, so that no request finds a part of it. */
  #commit(batch: Pending[], files: OutputFile[], metadata: Metadata): void {
    if (!this.#cache.isOf(metadata)) {
      throw new RefusedError("another process has bundled the dependencies again");
    }
    this.#cache.write(files);
    const held = this.#heldBy(metadata);
    const byName = new Map(batch.map((pending) => [outputName(pending.info), pending]));
    for (const { name, content, chunk } of files) {
      if (typeof content === "string" && chunk) held.add(name, content);
      const pending = byName.get(name);
      if (pending) this.#complete(pending, chunk?.exports ?? [], held);
      else if (chunk) addChunk(metadata, this.#cache, name, chunk.isDynamicEntry);
    }
    for (const { info } of batch) {
      metadata.optimized[info.id] = info;
      delete metadata.discovered[info.id];
      this.#pending.delete(info);
    }
    this.#cache.commit(metadata);
    for (const pending of batch) this.#end(pending);
    for (const { info, since } of batch) {
      const importer = this.#importers.get(info.id);
      this.#importers.delete(info.id);
      this.#reports.appended(info.id, importer, performance.now() - since);
    }
  }

  #complete({ info, facts, decide }: Pending, exports: string[], held: HeldModules): void {
    // A file that is not a script, such as `.vue`, was compiled to an ES module.
    info.needsInterop ??= facts?.needsInterop(exports) ?? false;
    Object.assign(info, { fileHash: `${appended}${info.id}` });
    held.addDependency(info.src, info.file, info.needsInterop);
    decide(info.needsInterop);
  }

  #end({ info, settle }: Pending): void {
    delete info.processing;
    settle();
  }

  #fallBack(pending: Pending, error: unknown): void {
    const { info } = pending;
    pending.decide(info.needsInterop ?? false);
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof BundlingError || this.#isRetired) {
      this.#forget(info);
      this.#failed.set(info.file, { id: info.id, src: info.src, message: reason });
      return this.#end(pending);
    }
    this.#reports.notAppended(info.id, reason);
    void this.#leaveToVite(pending);
  }

  /** Lets Vite bundle a dependency with all others. It stays pending until Vite begins, so that its load waits. */
  async #leaveToVite({ info, settle }: Pending): Promise<void> {
    const end = await this.#drain();
    this.#forget(info);
    const other = this.#viteRegister(info.id, info.src);
    other.exportsData?.catch(() => {});
    // Modules that import it were served with this version in its URL.
    if (other.processing) other.browserHash = info.browserHash!;
    this.#viteRun();
    await other.processing?.catch(() => {});
    end();
    settle();
  }

  #forget(info: Info): void {
    const { metadata } = this.#optimizer;
    this.#pending.delete(info);
    if (metadata.discovered[info.id] === info) delete metadata.discovered[info.id];
    const at = metadata.depInfoList.indexOf(info);
    if (at >= 0) metadata.depInfoList.splice(at, 1);
  }
}

const entryChunk = { exports: [] as string[], isEntry: false, isDynamicEntry: false };

function outputName({ file }: Info): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function addChunk(metadata: Metadata, cache: Cache, name: string, isDynamicEntry: boolean): void {
  const id = name.replace(/\.js$/, "");
  if (metadata.chunks[id]) return;
  const file = cache.path(name);
  const browserHash = cache.version(metadata);
  const info = { id, file, needsInterop: false, browserHash, isDynamicEntry } as Info;
  metadata.chunks[id] = info;
  metadata.depInfoList.push(info);
}
