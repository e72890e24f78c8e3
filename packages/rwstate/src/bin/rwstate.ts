#!/usr/bin/env node
/** `npx rwstate`: the command line, from the addon. */
import { loadBinding } from "../binding.js";

try {
  process.exitCode = loadBinding().runCli(process.argv.slice(2), process.cwd());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
