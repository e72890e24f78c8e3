// The dev server of Nuxt's command line, in this process. It has two of Vite's: pages are rendered on the server with what the second serves.
import { runCommand } from "@nuxt/cli";

/** Starts the server. The options are Vite's. */
export async function start({ root, plugins, server: { host, port } }) {
  let vite;
  const hooks = {
    "vite:serverCreated": (server, { isServer }) => {
      if (isServer) vite = server;
    },
  };
  const given = [root, "--no-fork", `--host=${host}`, `--port=${port}`];
  const overrides = { hooks, vite: { plugins } };
  const { result } = await runCommand("dev", given, { overrides });
  return { vite, httpServer: result.listener.server };
}
