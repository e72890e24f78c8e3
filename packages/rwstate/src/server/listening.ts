/** Which environments can speak with their runners, and when they are heard. */
import type { DevEnvironment, ViteDevServer } from "vite";

/** Resolves when Vite has called an environment's `listen`, and that has ended. */
export function listening(environment: DevEnvironment): Promise<void> {
  const { listen } = environment;
  return new Promise((resolve) => {
    environment.listen = async (server) => {
      try {
        await listen.call(environment, server);
      } finally {
        resolve();
      }
    };
  });
}

/** The environments of a server that have a channel to their runners; a host's own may have none, or another Vite. */
export function speaking({ environments }: ViteDevServer): DevEnvironment[] {
  return Object.values(environments).filter(
    ({ hot }) => typeof hot?.send === "function" && typeof hot.on === "function",
  );
}
