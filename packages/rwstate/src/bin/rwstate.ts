#!/usr/bin/env node
/** `npx rwstate`: the command line, from the addon. */
import { loadBinding } from "../binding.js";
import { hold } from "./hold.js";
import { respond } from "./request.js";

try {
  const { runCli } = loadBinding();
  const [words, cwd] = [process.argv.slice(2), process.cwd()];
  let outcome = runCli(words, cwd);
  let code: number | undefined;
  if (typeof outcome !== "number") {
    const isHold = outcome.action === "hold";
    const held = isHold ? await hold(outcome) : { response: await respond(outcome) };
    outcome = runCli(words, cwd, held.response);
    if ("code" in held) code = held.code;
  }
  // A command that has failed says more than what it has saved.
  process.exitCode = code || Number(outcome);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
