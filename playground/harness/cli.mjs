// Runs a tool of one playground's `node_modules` in a folder, as a user does in a terminal.
import { spawn } from "node:child_process";
import { join } from "node:path";

/** Starts `node_modules/<bin>`; `ended` resolves with the exit code and what was printed. */
export function startCli(root, bin, args, env = {}) {
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
  const waiting = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
      for (const check of waiting) check();
    });
  }
  const ended = new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
  return {
    ended,
    stop: () => (child.kill(), ended),
    /** Resolves with the first match in what is printed; rejects when the tool ends without one. */
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => pattern.test(output) && resolve(pattern.exec(output));
        waiting.push(check);
        check();
        ended.then(() => reject(new Error(`ended without ${pattern}:\n${output}`)));
      }),
  };
}

/** Runs the tool to its end, and throws what it printed where it failed. */
export async function runCli(root, bin, args, env) {
  const { code, output } = await startCli(root, bin, args, env).ended;
  if (code !== 0) throw new Error(`${bin} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
