// Runs a tool in a folder, as a user does in a terminal.
import { spawn } from "node:child_process";
import { join } from "node:path";

interface Ended {
  code: number | null;
  output: string;
}

export interface Running {
  ended: Promise<Ended>;
  stop(): Promise<Ended>;
  /** Resolves with the first match in what is printed; rejects when the tool ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts `node_modules/<bin>` of the playground that a copied app is in. */
export function startCli(
  root: string,
  bin: string,
  args: string[],
  env: Record<string, string> = {},
): Running {
  return startProgram(root, join(root, "../../node_modules", bin), args, env);
}

/** Starts a program by its file; `ended` resolves with the exit code and what was printed. */
export function startProgram(
  cwd: string,
  file: string,
  args: string[],
  env: Record<string, string> = {},
  node = process.execPath,
): Running {
  const child = spawn(node, [file, ...args], {
    cwd,
    env: {
      ...process.env,
      NODE_ENV: undefined,
      VITEST: undefined,
      NO_COLOR: "1",
      WRANGLER_SEND_METRICS: "false",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      output += String(text);
      for (const check of waiting) check();
    });
  }
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code) => resolve({ code, output })),
  );
  return {
    ended,
    stop: () => (child.kill(), ended),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(output);
          if (match) resolve(match);
        };
        waiting.push(check);
        check();
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${output}`)));
      }),
  };
}

/** Runs the tool to its end, and throws what it printed where it failed. */
export async function runCli(
  root: string,
  bin: string,
  args: string[],
  env?: Record<string, string>,
): Promise<string> {
  return succeeded(startCli(root, bin, args, env), `${bin} ${args.join(" ")}`);
}

/** Returns what a tool has printed, or throws it where the tool failed. */
export async function succeeded({ ended }: Running, name: string): Promise<string> {
  const { code, output } = await ended;
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output}`);
  return output;
}
