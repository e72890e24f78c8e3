/** Types of `templates.mjs`, for the specs. */

/** A dependency: the specifier that names it, and the file it stands for. */
export type Entry = [specifier: string, file: string];

export interface Finds {
  /** By environment, for those whose dependencies are optimized. */
  environments: Record<string, { vite: Entry[]; included: string[]; rwstate: Entry[] }>;
  /** What Vite has told as errors. */
  failures: string[];
}

export interface FindsOptions {
  /** Vite's inline config. */
  inline?: object;
  /** Which Node runs the app. */
  node?: string;
}

export const templates: { name: string; pack: string }[];
export const rwsdkNode: string;
export function copyTemplate(template: { name: string; pack: string }): Promise<string>;
export function copyOwn(name: string): Promise<string>;
export function copyRwsdkApp(): Promise<string>;
export function addImports(root: string): Promise<void>;
export function findsOf(root: string, options?: FindsOptions): Promise<Finds>;
