/** A real server of a few files in a new folder. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";

export interface SmallServer {
  root: string;
  server: ViteDevServer;
  /** Closes the server, and removes the folder. */
  close(): Promise<void>;
}

/** Without a watcher, a socket and an optimizer. */
export const smallConfig: InlineConfig = {
  configFile: false,
  logLevel: "silent",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
};

export async function openSmallServer(
  files: Record<string, string>,
  config: InlineConfig = {},
): Promise<SmallServer> {
  const root = await mkdtemp(join(tmpdir(), "rwstate-"));
  for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  const server = await createServer({ root, ...smallConfig, ...config });
  const close = async () => {
    await server.close();
    await rm(root, { recursive: true });
  };
  return { root, server, close };
}
