// `cargo xtask frameworks --build [NAME]`: builds apps for production, and looks in what comes out for what rwstate has left there.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { copyFramework, frameworkOf, frameworks } from "../../playground/harness/frameworks.mjs";
import { plainEnvironment } from "../../playground/harness/lab.mjs";
import { node22 } from "../../playground/harness/node.mjs";
import { filesIn, tracesIn } from "./traces.mjs";

/** By app: what builds it, where that is not `vite build`. */
const tools = {
  "react-router": ["react-router", "build"],
  "react-router-cloudflare": ["react-router", "build"],
  nuxt: ["nuxt", "build"],
  astro: ["astro", "build"],
  "astro-cloudflare": ["astro", "build"],
  "hono-dev-server": ["vite", "build", "--ssr", "src/index.tsx"],
  express: ["vite", "build", "--ssr", "src/entry-server.ts"],
};

/** By app: what may be there, as it or its framework asks for it: the state module with its messages, and a look at its anchor. */
const asked = {
  rwsdk: [/rwstate: |rwstate\/v1|rwstate\/dist\/runtime\/state\.mjs|(define|get|set)RwState/g],
};

/** Outputs have paths of the machine that builds them, and a checkout may have any name. */
const checkout = fileURLToPath(new URL("../..", import.meta.url));

const { positionals } = parseArgs({ allowPositionals: true });
const wrong = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(frameworks)) {
  const found = await build(name).catch((error) => [error.message]);
  console.log(
    `${frameworkOf(name).title}: ${found.length === 0 ? "nothing of rwstate" : found.join(", ")}`,
  );
  if (found.length > 0) wrong.push(name);
}
if (wrong.length > 0) throw new Error(`not as they should be: ${wrong.join(", ")}`);

/** Builds a copy of an app. Returns the files that name rwstate. */
async function build(name) {
  const root = await copyFramework(name);
  try {
    const before = new Set(await filesIn(root));
    await run(root, tools[name] ?? ["vite", "build"], frameworkOf(name).env);
    const built = (await filesIn(root)).filter((file) => !before.has(file));
    if (built.length === 0) throw new Error("nothing was built");
    return await tracesIn(root, built, [checkout, ...(asked[name] ?? [])]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function run(root, [bin, ...words], env) {
  const tool = spawn(node22, [join(root, "../../node_modules/.bin", bin), ...words], {
    cwd: root,
    env: { ...plainEnvironment(), ...env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [tool.stdout, tool.stderr]) stream.on("data", (text) => (output += text));
  const [code] = await once(tool, "close");
  if (code !== 0) throw new Error(`the build ended with ${code}:\n${output}`);
}
