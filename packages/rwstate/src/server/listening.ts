/** Which environments have a channel to their runners, and when it is open. */
import type { DevEnvironment, ViteDevServer } from "vite";

/** Resolves when Vite has called an environment's `listen`, and that has ended. To be called before Vite does. */
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

/** The environments that have a channel to their runners. Those of some hosts have none, and those of later versions of Vite may not. */
export function withChannel({ environments }: ViteDevServer): DevEnvironment[] {
  return Object.values(environments).filter(
    ({ hot }) => typeof hot?.send === "function" && typeof hot.on === "function",
  );
}
