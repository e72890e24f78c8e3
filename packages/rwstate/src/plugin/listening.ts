/** When an environment's messages are heard on the server's side. */
import type { DevEnvironment } from "vite";

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
