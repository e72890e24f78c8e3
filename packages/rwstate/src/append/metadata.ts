/**
 * What Vite's optimizer has on disk: outputs in one folder, and `_metadata.json`, by which the next start knows them. Units are added
 * to both in Vite's own form, so that a warm start finds them.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import type { OutputFile } from "./unit.js";

export type Optimizer = NonNullable<DevEnvironment["depsOptimizer"]>;
export type Metadata = Optimizer["metadata"];
export type Info = Metadata["depInfoList"][number];

interface Entry {
  src?: string;
  file: string;
  fileHash?: string;
  needsInterop?: boolean;
  isDynamicEntry?: boolean;
}

/** The form of `_metadata.json`. Paths are relative to its folder. */
interface Stored {
  hash: string;
  configHash: string;
  lockfileHash: string;
  browserHash: string;
  optimized: Record<string, Entry>;
  chunks: Record<string, Entry>;
}

/** How the `fileHash` of what is appended begins. Vite compares these between its runs: a run of Vite's would make it otherwise. */
export const appended = "appended:";

export class Cache {
  readonly folder: string;
  readonly #versions = new WeakMap<Metadata, string>();

  constructor({ name, config }: DevEnvironment) {
    const suffix = name === "client" ? "" : `_${name}`;
    this.folder = normalizePath(resolve(config.cacheDir, `deps${suffix}`));
  }

  /**
   * The version in units' URLs, which browsers cache for ever. Vite's own is derived from the dependencies that it has bundled, so it
   * returns when the folder was deleted, and what is appended then may be made otherwise. The first unit gets a fresh one.
   */
  version(metadata: Metadata): string {
    const known = this.#versions.get(metadata);
    if (known !== undefined) return known;
    const isAppended = Object.values(metadata.optimized).some((info) =>
      (info as Entry).fileHash?.startsWith(appended),
    );
    const version = isAppended ? metadata.browserHash : hash(randomUUID());
    this.#versions.set(metadata, version);
    return version;
  }

  path(file: string): string {
    return normalizePath(join(this.folder, file));
  }

  read(file: string): string | null {
    try {
      return readFileSync(join(this.folder, file), "utf8");
    } catch {
      return null;
    }
  }

  /**
   * Whether what is on disk is what this server's optimizer has bundled. It is not before the first run, and after another process
   * has bundled all dependencies again.
   */
  isOf(metadata: Metadata): boolean {
    const stored = this.#stored();
    if (stored?.hash !== metadata.hash) return false;
    return Object.values(metadata.optimized).every(
      ({ id, fileHash }) => fileHash === undefined || stored.optimized[id]?.fileHash === fileHash,
    );
  }

  /** Writes a unit's files. Nothing names them before `commit`, so a process that ends in between leaves the cache whole. */
  write(files: OutputFile[]): void {
    for (const { name, content, map } of files) {
      writeFileSync(join(this.folder, name), content);
      if (map !== undefined) writeFileSync(join(this.folder, `${name}.map`), map);
    }
  }

  /** Writes what the optimizer knows, and what another server of this folder has appended. */
  commit(metadata: Metadata): void {
    const stored = this.#stored();
    if (!stored) return;
    // At the next start everything has one version, which no cached text may name already.
    const version = this.version(metadata);
    if (version !== metadata.browserHash) stored.browserHash = hash(version);
    for (const info of Object.values(metadata.optimized)) {
      stored.optimized[info.id] = this.#entry(info);
    }
    for (const info of Object.values(metadata.chunks)) {
      const { file, isDynamicEntry } = this.#entry(info);
      stored.chunks[info.id] = { file, ...(isDynamicEntry !== undefined && { isDynamicEntry }) };
    }
    const file = join(this.folder, "_metadata.json");
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(stored, null, 2));
    renameSync(fresh, file);
  }

  exists(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  #entry(info: Info): Entry {
    const { src, file, fileHash, needsInterop, isDynamicEntry } = info as Info & Entry;
    const entry: Entry = { file: this.#relative(file) };
    if (src !== undefined) entry.src = this.#relative(src);
    if (fileHash !== undefined) entry.fileHash = fileHash;
    if (needsInterop !== undefined) entry.needsInterop = needsInterop;
    if (isDynamicEntry !== undefined) entry.isDynamicEntry = isDynamicEntry;
    return entry;
  }

  #relative(file: string): string {
    return normalizePath(relative(this.folder, file));
  }

  #stored(): Stored | undefined {
    const text = this.read("_metadata.json");
    try {
      return text === null ? undefined : (JSON.parse(text) as Stored);
    } catch {
      return undefined;
    }
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
