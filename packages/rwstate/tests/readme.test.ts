/** README's examples compile, and what they promise is so in a dev server that is made of them. */
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createServer } from "vite";
import { expect, test } from "vitest";
import { compileStrictly, repository } from "./strict.js";

/** The examples in TypeScript, by the name of the file that each names in its first line. */
async function examples(): Promise<[string, string][]> {
  const text = await readFile(join(repository, "README.md"), "utf8");
  return Array.from(text.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs), ([, file, code]) => [
    file!,
    code!,
  ]);
}

// It runs the compiler, which takes seconds on a busy machine.
test("README's examples compile, and keep a context through a re-evaluation", async () => {
  const root = await mkdtemp(join(tmpdir(), "rwstate-readme-"));
  try {
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
    const files = await examples();
    expect(files.map(([file]) => file)).toEqual(["vite.config.ts", "src/request-info.ts"]);
    for (const [file, code] of files) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), code);
    }
    await writeFile(join(root, "package.json"), '{ "type": "module" }');
    expect(await compileStrictly(root)).toBe("");

    const server = await createServer({
      root,
      logLevel: "silent",
      server: { middlewareMode: true, ws: false, watch: null },
    });
    try {
      const { requestInfo } = await server.ssrLoadModule("/src/request-info.ts");
      expect(requestInfo).toBeInstanceOf(AsyncLocalStorage);
      server.environments["ssr"]!.moduleGraph.invalidateAll();
      expect((await server.ssrLoadModule("/src/request-info.ts"))["requestInfo"]).toBe(requestInfo);
    } finally {
      await server.close();
    }
  } finally {
    await rm(root, { recursive: true });
  }
}, 60_000);
