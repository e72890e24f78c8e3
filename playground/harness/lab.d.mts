/** Types of `lab.mjs`, for the specs. */
export interface Report {
  environment: string;
  instance: number;
  id: string;
  contexts: (string | null)[];
  state: { app: number; accepted: number; late: number | null };
  store: { app: number; late: number | null };
  acceptedInstance: number;
  late: string[];
}

export interface LabOptions {
  vite: 6 | 7 | 8;
  app: string;
  variant?: "rwstate" | "letter" | "ordinary";
  plugin?: object;
  prepare?: (root: string) => Promise<void>;
  inline?: object;
  log?: string;
  env?: Record<string, string>;
  execArgv?: string[];
}

export interface ServeOptions extends Omit<LabOptions, "vite" | "app" | "prepare"> {
  node?: string;
}

export const latePackages: string[];
export function openLab(options: LabOptions): Promise<Lab>;
export function serveLab(root: string, options?: ServeOptions): Promise<Lab>;
export function plainEnvironment(): NodeJS.ProcessEnv;
export function copyApp(vite: 6 | 7 | 8, app: string): Promise<string>;
export function installRwsdk(root: string, folder?: string): Promise<void>;
export function installFramework(root: string, vite: 6 | 7 | 8): Promise<void>;

export class Lab {
  readonly root: string;
  readonly url: string;
  readonly output: string[];
  // What an operation returns depends on its name; `server.mjs` lists them.
  // oxlint-disable-next-line no-explicit-any
  call(operation: string, argument?: unknown): Promise<any>;
  fetch(path?: string, init?: RequestInit): Promise<Response>;
  report(path?: string): Promise<Report>;
  settledReport(path?: string): Promise<Report>;
  edit(file: string, change: (text: string) => string): Promise<void>;
  editSlowly(file: string, change: (text: string) => string): Promise<void>;
  create(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
  editByRename(file: string, change: (text: string) => string): Promise<void>;
  importLate(name: string): Promise<void>;
  end(): Promise<void>;
  close(): Promise<void>;
}
