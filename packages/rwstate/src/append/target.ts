/** The platform and the mode of an environment, for bundlers. Vite does not pass them on in the options for the optimizer. */
import type { DevEnvironment } from "vite";

export function platformOf({ config }: DevEnvironment): "browser" | "node" {
  const isBrowser = config.consumer === "client" || isWebWorker(config);
  return isBrowser ? "browser" : "node";
}

/** The expression that takes the place of `process.env.NODE_ENV`. */
export function nodeEnv({ config }: DevEnvironment): string {
  const mode = process.env["NODE_ENV"] || config.mode;
  return config.keepProcessEnv ? "process.env.NODE_ENV" : JSON.stringify(mode);
}

function isWebWorker(config: object): boolean {
  return (config as { ssr?: { target?: string } }).ssr?.target === "webworker";
}
