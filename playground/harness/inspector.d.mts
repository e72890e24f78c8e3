import type { Snapshot } from "../../packages/rwstate/src/inspector/page/snapshot";

export type Asked =
  | { reset: { environment: string; key: string }; method: string; header: string | undefined }
  | { open: string };

export interface Inspector {
  readonly url: string;
  readonly asked: Asked[];
  opened(): number;
  send(snapshot: Snapshot): void;
  answerResetsWith(status: number): void;
  fall(): void;
  rise(snapshot: Snapshot): void;
  close(): Promise<void>;
}

export function serveInspector(snapshot: Snapshot): Promise<Inspector>;
