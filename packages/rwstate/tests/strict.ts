/** Compiles files as a strict project of a user's would. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Compiles the TypeScript of a folder that has the repository's `node_modules`, and returns what the compiler reports: nothing where it compiles. */
export async function compileStrictly(root: string): Promise<string> {
  const compilerOptions = { target: "esnext", moduleResolution: "bundler", types: ["node"] };
  await writeFile(
    join(root, "tsconfig.json"),
    JSON.stringify({
      extends: "@tsconfig/strictest/tsconfig.json",
      compilerOptions: { ...compilerOptions, module: "esnext", noEmit: true },
    }),
  );
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  return promisify(execFile)(process.execPath, [tsc, "-p", root]).then(
    () => "",
    (error: Error & { stdout: string }) => error.stdout || error.message,
  );
}
