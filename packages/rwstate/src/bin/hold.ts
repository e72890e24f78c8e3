/** Holds saves of a dev server: while a command runs, or until another process flushes. The server flushes when this process ends. */
import { spawn } from "node:child_process";
import type { CliRequest, CliResponse } from "../binding.js";
import { failed, http, respond, send } from "./request.js";

/** The response, and the exit code of the command where that has failed. */
interface Held {
  response: CliResponse;
  code?: number;
}

export async function hold(request: CliRequest): Promise<Held> {
  const { url, timeout, command, flush } = request;
  try {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(timedOut()), timeout);
    const response = await send(url, "hold", late.signal);
    clearTimeout(timer);
    // The headers come with the first line of the response: saves are held.
    if (!response.ok) return { response: await http(response) };
    process.stderr.write("saves are held\n");
    if (command.length === 0) return { response: await http(response) };
    const code = await run(command);
    return { response: await respond({ ...request, url: flush, action: "flush" }), code };
  } catch (error) {
    return { response: failed(error) };
  }
}

function run([file = "", ...words]: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(file, words, { stdio: "inherit" });
    child.once("error", (error) => {
      process.stderr.write(`error: \`${file}\` cannot be run: ${error.message}\n`);
      resolve(2);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** As `AbortSignal.timeout` has it. */
function timedOut(): DOMException {
  return new DOMException("The operation was aborted due to timeout", "TimeoutError");
}
