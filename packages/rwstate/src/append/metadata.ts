/**
 * The cache of Vite's optimizer on disk: a folder of outputs, and `_metadata.json`, from which the next start learns of them. Units are
 * written in the same form, so that the next start finds them too.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { normalizePath, type DevEnvironment } from "vite";
import type { OutputFile } from "./unit.js";

export type Optimizer = NonNullable<DevEnvironment["depsOptimizer"]>;
export type Metadata = Optimizer["metadata"];
export type Info = Metadata["depInfoList"][number];

/** A dependency or a chunk in `_metadata.json`. */
interface StoredInfo {
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
  optimized: Record<string, StoredInfo>;
  chunks: Record<string, StoredInfo>;
}

/** The prefix of the `fileHash` of appended dependencies. Vite compares these hashes between its runs, and its own have no such prefix. */
export const appended = "appended:";

export class Cache {
  readonly folder: string;
  readonly #versions = new WeakMap<Metadata, string>();

  constructor({ name, config }: DevEnvironment) {
    const suffix = name === "client" ? "" : `_${name}`;
    this.folder = normalizePath(resolve(config.cacheDir, `deps${suffix}`));
  }

  /**
   * The version in the URLs of units, which browsers cache for ever. It cannot be Vite's own, which is a hash of the dependencies that Vite
   * has bundled: if the folder is deleted it is the same again, but the units may not be. So the first unit gets a random version.
   */
  version(metadata: Metadata): string {
    const known = this.#versions.get(metadata);
    if (known !== undefined) return known;
    const isAppended = Object.values(metadata.optimized).some((info) =>
      (info as StoredInfo).fileHash?.startsWith(appended),
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
   * Whether the folder has what this server's optimizer has bundled. It has not before the first run, nor when another process has bundled
   * all dependencies again.
   */
  isOf(metadata: Metadata): boolean {
    const stored = this.#readMetadata();
    if (stored?.hash !== metadata.hash) return false;
    return Object.values(metadata.optimized).every(
      ({ id, fileHash }) => fileHash === undefined || stored.optimized[id]?.fileHash === fileHash,
    );
  }

  /** Writes the files of a unit. The metadata has them only after `commit`, so a process that ends before that does no damage. */
  write(files: OutputFile[]): void {
    for (const { name, content, map } of files) {
      writeFileSync(join(this.folder, name), content);
      if (map !== undefined) writeFileSync(join(this.folder, `${name}.map`), map);
    }
  }

  /** Writes the optimizer's metadata. What another server has appended to the same folder is kept. */
  commit(metadata: Metadata): void {
    const stored = this.#readMetadata();
    if (!stored) return;
    // At the next start all URLs have one version. It must be new, as browsers may have cached other code under those before.
    const version = this.version(metadata);
    if (version !== metadata.browserHash) stored.browserHash = hash(version);
    for (const info of Object.values(metadata.optimized)) {
      stored.optimized[info.id] = this.#stored(info);
    }
    for (const info of Object.values(metadata.chunks)) {
      const { file, isDynamicEntry } = this.#stored(info);
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

  #stored(info: Info): StoredInfo {
    const { src, file, fileHash, needsInterop, isDynamicEntry } = info as Info & StoredInfo;
    const stored: StoredInfo = { file: this.#relative(file) };
    if (src !== undefined) stored.src = this.#relative(src);
    if (fileHash !== undefined) stored.fileHash = fileHash;
    if (needsInterop !== undefined) stored.needsInterop = needsInterop;
    if (isDynamicEntry !== undefined) stored.isDynamicEntry = isDynamicEntry;
    return stored;
  }

  #relative(file: string): string {
    return normalizePath(relative(this.folder, file));
  }

  #readMetadata(): Stored | undefined {
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
