/** Types of `cli.mjs`, for the specs. */
export interface Running {
  ended: Promise<{ code: number | null; output: string }>;
  stop(): Promise<{ code: number | null; output: string }>;
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

export function startCli(
  root: string,
  bin: string,
  args: string[],
  env?: Record<string, string>,
): Running;
export function runCli(
  root: string,
  bin: string,
  args: string[],
  env?: Record<string, string>,
): Promise<string>;
