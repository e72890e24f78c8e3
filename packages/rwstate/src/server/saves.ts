/** What can be asked of a server about saves, where its plugin holds them. */
import type { DevEnvironment, ViteDevServer } from "vite";

/** What was saved while saves were held. */
export interface Flushed {
  /** From the server's root, with slashes, in the order in which they were saved. */
  files: string[];
  failures: Failure[];
}

/** A module that does not compile in an environment. */
export interface Failure {
  file: string;
  environment: string;
  message: string;
  /** From 1. */
  line?: number;
  /** From 0. */
  column?: number;
}

export interface Hold {
  /** Resolves when all holds have ended. */
  readonly flushed: Promise<Flushed>;
  /** Ends this hold; the last one to end flushes. */
  release(): void;
}

export interface Saves {
  /** Holds saves, for at most 240 s. Resolves once they are held: after a flush that has begun. */
  hold(): Promise<Hold>;
  /** Ends all holds. */
  flush(): Promise<Flushed>;
}

const known = new WeakMap<DevEnvironment, Saves>();

export function provideSaves({ environments }: ViteDevServer, saves: Saves): void {
  known.set(environments.client, saves);
}

export function savesOf({ environments }: ViteDevServer): Saves | undefined {
  return known.get(environments.client);
}
