import type {
  Entry,
  Environment,
  Snapshot,
} from "../../packages/rwstate/src/inspector/page/snapshot";

type Given<Shape> = { [Name in keyof Shape]?: Shape[Name] | undefined };

export function entry(key: string, given?: Given<Entry> & { file?: string; line?: number }): Entry;
export function environment(name: string, given?: Given<Environment>): Environment;
export function snapshot(at: number, given?: Given<Snapshot>): Snapshot;
export function storefront(at: number): Snapshot;
