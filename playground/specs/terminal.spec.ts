/** The inspector without its page: the terminal's shortcut, `rwstate inspect`, Vite DevTools. */
import { execFile, spawn } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runCli, startCli } from "../harness/cli";
import { copyApp, plainEnvironment } from "../harness/lab.mjs";
import { countServer } from "../harness/servers.mjs";
import { inCell, majors, type Major } from "./cells";

const run = promisify(execFile);
const overlay = fileURLToPath(new URL("../apps/lifecycle", import.meta.url));
const cli = "rwstate/dist/bin/rwstate.js";

/** Runs a script that starts a dev server, with access to its standard input. */
async function inCopy(major: Major, script: string, use: (root: string) => Promise<void>) {
  const root = await copyApp(major, "node");
  try {
    await writeFile(join(root, "script.mjs"), script);
    countServer();
    await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const interactive = `
  process.stdin.isTTY = true;
  const { createServer } = await import("vite");
  const server = await createServer({ server: { host: "127.0.0.1" } });
  await server.listen();
  server.bindCLIShortcuts({ print: true });
  console.log("ready " + server.resolvedUrls.local[0]);
`;

/** A program that Vite runs in the place of a browser. */
const browser = `
  require("node:fs").appendFileSync(__dirname + "/opened.txt", process.argv.at(-1) + "\\n");
`;

test.each(majors())("Vite %s: s + enter opens the page, once", (major) =>
  inCopy(major, interactive, async (root) => {
    await writeFile(join(root, "browser.cjs.js"), browser);
    await writeFile(join(root, "package.json"), '{ "type": "commonjs" }');
    const child = spawn(process.execPath, ["script.mjs"], {
      cwd: root,
      env: { ...plainEnvironment(), BROWSER: join(root, "browser.cjs.js"), CI: undefined },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => (output += text));
    try {
      await expect.poll(() => output, { timeout: 20_000 }).toMatch(/ready http/);
      const url = /ready (\S+)/.exec(output)![1];
      // The script has not printed Vite's addresses.
      await expect.poll(() => output).toContain(`rwstate: ${url}__rwstate/`);
      const opened = () => readFile(join(root, "opened.txt"), "utf8").catch(() => "");
      child.stdin.write("h\n");
      // Vite prints a line for each shortcut, and those of plugins after or before its own.
      await expect.poll(() => output).toContain("press s + enter to open rwstate's inspector");
      child.stdin.write("s\n");
      await expect.poll(opened, { timeout: 10_000 }).toBe(`${url}__rwstate/\n`);
    } finally {
      child.kill();
    }
  }),
);

test.each(majors())(
  "Vite %s: `rwstate inspect` shows the state of a running server, or why it cannot",
  (major) =>
    inCell(
      { vite: major, runtime: "node" },
      { prepare: (root) => cp(overlay, root, { recursive: true }) },
      async (lab) => {
        await lab.fetch("/settings");
        const table = await runCli(lab.root, cli, ["inspect", "--url", lab.url]);
        expect(table).toMatch(/settings +Object +1 /);
        expect(table).toContain("src/routes.ts:");
        const json = await runCli(lab.root, cli, ["inspect", "--url", lab.url, "--format", "json"]);
        const { environments } = JSON.parse(json) as {
          environments: { name: string; entries: { key: string }[] }[];
        };
        const ssr = environments.find(({ name }) => name === "ssr")!;
        expect(ssr.entries.map(({ key }) => key)).toContain("settings");
        await lab.call("close");
        const { code, output } = await startCli(lab.root, cli, ["inspect", "--url", lab.url]).ended;
        expect(code, output).toBe(2);
        expect(output).toContain(new URL(lab.url).host);
      },
    ),
);

test.each(majors())(
  "Vite %s: a server that binds no shortcuts does not read standard input",
  (major) =>
    inCopy(
      major,
      `process.stdin.isTTY = true;
     const { createServer } = await import("vite");
     await (await createServer({ server: { middlewareMode: true } })).close();
`,
      async (root) => {
        // Standard input is an open pipe. The script ends by itself only if nothing reads from that.
        const child = spawn(process.execPath, ["script.mjs"], {
          cwd: root,
          env: { ...plainEnvironment(), CI: undefined },
          stdio: ["pipe", "ignore", "inherit"],
        });
        expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
      },
    ),
);

const docks = `
  const { createServer } = await import("vite");
  const { createDevToolsContext } = await import("@vitejs/devtools");
  const server = await createServer({ base: "/app/", server: { host: "127.0.0.1" } });
  const { docks } = await createDevToolsContext(server.config, server);
  console.log(JSON.stringify(docks.values().find(({ id }) => id === "rwstate")));
  process.exit();
`;

test.runIf(majors().includes(8))("Vite DevTools has a dock that shows the page", () =>
  inCopy(8, docks, async (root) => {
    const { stdout } = await run(process.execPath, ["script.mjs"], {
      cwd: root,
      env: plainEnvironment(),
    });
    expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toMatchObject({
      type: "iframe",
      url: "/app/__rwstate/",
    });
  }),
);
