#!/usr/bin/env node
/** `npx rwstate`: the command line, from the addon. */
import { loadBinding } from "../binding.js";
import { respond } from "./request.js";

try {
  const { runCli } = loadBinding();
  const [words, cwd] = [process.argv.slice(2), process.cwd()];
  let outcome = runCli(words, cwd);
  if (typeof outcome !== "number") outcome = runCli(words, cwd, await respond(outcome));
  process.exitCode = Number(outcome);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
