/** Types of `frameworks.mjs`, for the specs. */
import type { Lab, ServeOptions } from "./lab.mjs";

export function openFrameworkLab(
  name: string,
  options?: Pick<ServeOptions, "plugin" | "log">,
): Promise<Lab>;
