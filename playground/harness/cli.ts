// Runs a tool of one playground's `node_modules` in a folder, as a user does in a terminal.
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

/** Starts `node_modules/<bin>`; `ended` resolves with the exit code and what was printed. */
export function startCli(
  root: string,
  bin: string,
  args: string[],
  env: Record<string, string> = {},
): Running {
  const child = spawn(process.execPath, [join(root, "../../node_modules", bin), ...args], {
    cwd: root,
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
  const { code, output } = await startCli(root, bin, args, env).ended;
  if (code !== 0) throw new Error(`${bin} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
