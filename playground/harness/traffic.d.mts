/** Types of `traffic.mjs`, for the specs. */
import type { Lab } from "./lab.mjs";

export interface Failure {
  kind: string;
  text: string;
}

export interface TrafficRequest {
  path: string;
  method: string;
  begin: number;
  end: number;
  failure?: Failure;
}

export function addTraffic(root: string): Promise<void>;
export function addEdited(root: string): Promise<void>;

export class Traffic {
  constructor(lab: Pick<Lab, "fetch">, prefix?: string, name?: string);
  readonly requests: TrafficRequest[];
  readonly failures: TrafficRequest[];
  readonly byKind: Record<string, number>;
  readonly wrongPosts: { sent: number; twice: number; never: number };
  readonly longest: number;
  start(loops?: { fast?: number; slow?: number; posts?: number }): this;
  startRwsdk(): this;
  stop(): Promise<this>;
  now(): number;
}
