// A lab of an app in `frameworks/`: a new copy beside the app's own `node_modules`.
import { cp, mkdir, mkdtemp, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { serveLab, type Lab, type ServeOptions } from "./lab.mjs";
import { node22 } from "./node.mjs";

const frameworks = fileURLToPath(new URL("../frameworks", import.meta.url));

/** The environment variables of frameworks' servers. */
const environments: Record<string, Record<string, string>> = {
  "astro-cloudflare": {
    PLAYGROUND_HOST: "astro",
    ASTRO_TELEMETRY_DISABLED: "1",
    ASTRO_DISABLE_UPDATE_CHECK: "true",
    // Without this Miniflare fetches an example of `request.cf`.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  },
};

/** Copies an app and starts its server; the options are those of `serveLab`. */
export async function openFrameworkLab(
  name: string,
  options?: Pick<ServeOptions, "plugin" | "log">,
): Promise<Lab> {
  const app = join(frameworks, name);
  await mkdir(join(app, "apps"), { recursive: true });
  const root = await mkdtemp(join(app, "apps/app-"));
  for (const source of await readdir(app)) {
    if (source === "apps" || source === "node_modules") continue;
    await cp(join(app, source), join(root, source), { recursive: true });
  }
  return serveLab(root, { node: node22, env: environments[name] ?? {}, ...options });
}
