/** Types of `rwsdk.mjs`, for the specs. */
import type { Lab, ServeOptions } from "./lab.mjs";

export interface RwsdkReport {
  id: string;
  contexts: (string | null)[];
  state: { own: number; requestInfoStore: number };
  late: string[];
  anchor: Record<string, string[]>;
}

export type RwsdkLab = Omit<Lab, "report" | "settledReport"> & {
  report(path: string): Promise<RwsdkReport>;
  settledReport(path: string): Promise<RwsdkReport>;
};

export const rwsdkSources: string[];
export const lateRwsdkPackages: string[];
export function openRwsdkLab(options?: Omit<ServeOptions, "node">): Promise<RwsdkLab>;

export interface Live {
  page(): Promise<string>;
  isOpen(): boolean;
  close(): void;
}

export function openLive(lab: Pick<Lab, "url">, path: string): Promise<Live>;
