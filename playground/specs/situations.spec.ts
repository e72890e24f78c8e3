/** What developers do to a running server, under load: in the end all answers are right, and requests fail only for errors in the code. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Lab, Report } from "../harness/lab.mjs";
import { addTraffic, Traffic } from "../harness/traffic.mjs";
import { cells, openCell } from "./cells";

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let traffic: Traffic;
  let loads = 0;
  let hasRealmEnded = false;

  beforeAll(async () => {
    const prepare = async (root: string) => {
      await addTraffic(root);
      // Without packages that npm would fetch from the registry when it installs the package of a test.
      await writeFile(
        join(root, "package.json"),
        '{ "name": "app", "private": true, "type": "module" }\n',
      );
    };
    lab = await openCell(cell, { prepare, log: "info" });
  });
  afterAll(() => lab.close());
  beforeEach(({ task }) => {
    if (task.name !== "six requests at once on a cold server") {
      traffic = new Traffic(lab, "/", `load${loads++}`).start();
    }
  });
  afterEach(async () => {
    await traffic?.stop();
    expect(lab.output.join("")).not.toMatch(/Unhandled|uncaught/i);
  });

  const write = (file: string, text: string) => writeFile(join(lab.root, file), text);
  /** Saves `src/late.ts`, and waits until Vite has processed that. The watcher would drop a change that comes too soon after. */
  const late = (lines: string[]) => lab.edit("src/late.ts", () => `${lines.join("\n")}\n`);
  const base = "export const late: Record<string, unknown> = {};";

  /** Repeats a request, as a person reloads a page, until the answer is as expected, or for as long as a person would. */
  async function until(isRight: (report: Report) => boolean): Promise<Report> {
    const deadline = performance.now() + 20_000;
    let last: unknown;
    while (performance.now() < deadline) {
      last = await lab.report().catch((error: unknown) => error);
      if (!(last instanceof Error) && isRight(last as Report)) return last as Report;
    }
    throw new Error("no right answer came", { cause: last });
  }

  /** Expects that no request of the load has failed, except for failures that the test allows. */
  async function expectUnharmed(isAllowed: (kind: string) => boolean = () => false) {
    await traffic.stop();
    const failures = traffic.failures.filter(({ failure }) => !isAllowed(failure!.kind));
    expect(
      failures.map(
        ({ method, path, failure }) => `${method} ${path}: ${failure!.text.slice(0, 600)}`,
      ),
    ).toEqual([]);
    const { twice, never } = traffic.wrongPosts;
    expect(twice).toBe(0);
    // The realm that counted the POSTs has ended.
    if (!hasRealmEnded) expect(never).toBe(0);
  }

  test("six requests at once on a cold server", async () => {
    const reports = await Promise.all(Array.from({ length: 6 }, () => lab.report()));
    expect(new Set(reports.map(({ state }) => state.app))).toHaveProperty("size", 1);
    for (const { id, contexts } of reports) expect(new Set(contexts)).toEqual(new Set([id]));
  });

  test("a new lazy route with a new dependency", async () => {
    await mkdir(join(lab.root, "src/lazy"), { recursive: true });
    await write(
      "src/lazy/fresh.ts",
      'import { proxy } from "valtio/vanilla";\nexport const name = proxy({ name: "fresh" }).name;\n',
    );
    const ask = async () => (await lab.fetch("/lazy?name=fresh&id=l")).text();
    await until(() => true);
    let answer = await ask();
    // The route exists once the watcher has reported the file.
    for (let round = 0; round < 200 && !answer.includes('"name":"fresh"'); round++)
      answer = await ask();
    expect(JSON.parse(answer)).toEqual({ id: "l", name: "fresh" });
    await expectUnharmed();
  });

  test("five saves within 60 ms, each with another import", async () => {
    const names = ["mitt", "clsx", "dequal", "defu", "ufo"];
    const lines = [base];
    // Without a turn of the event loop between them, so that they are as close on a busy machine.
    for (const [index, name] of names.entries()) {
      lines.push(`import * as d${index} from "${name}"; late["${name}"] = d${index};`);
      writeFileSync(join(lab.root, "src/late.ts"), `${lines.join("\n")}\n`);
    }
    await until((report) => names.every((name) => report.late.includes(name)));
    await expectUnharmed();
  });

  test("a save that follows another so soon that Chokidar drops it", async () => {
    // All have one length: of a file that grows while it is read, Node returns as much as it had before.
    for (const name of ["first", "other"]) {
      await late([base, `late["one of the ${name}"] = true;`]);
      await write("src/late.ts", `${base}\nlate["two of the ${name}"] = true;\n`);
      await until((report) => report.late.includes(`two of the ${name}`));
    }
    await expectUnharmed();
  });

  test("a syntax error, and its fix", async () => {
    await late([base, "const = ;"]);
    let status = 200;
    while (status === 200) ({ status } = await lab.fetch("/?id=broken"));
    expect(status).toBe(500);
    await late([base, 'late["fixed"] = true;']);
    await until((report) => report.late.includes("fixed"));
    const after = new Traffic(lab, "/", `fixed${loads++}`).start();
    await until(() => true);
    await after.stop();
    expect(after.failures).toEqual([]);
    await expectUnharmed((kind) => kind === "other error");
  });

  test("fifty files at once, as when a branch is switched", async () => {
    const files = Array.from({ length: 50 }, (_, index) => `m${index}`);
    const many = (text: string) =>
      Promise.all(
        files.map((name) => write(`src/many/${name}.ts`, `export default "${name} ${text}";\n`)),
      );
    await mkdir(join(lab.root, "src/many"), { recursive: true });
    await many("one");
    await late([
      base,
      ...files.map((name) => `import ${name} from "./many/${name}"; late[${name}] = true;`),
    ]);
    await until((report) => files.every((name) => report.late.includes(`${name} one`)));
    await many("two");
    await until((report) => files.every((name) => report.late.includes(`${name} two`)));
    await expectUnharmed();
  });

  test("npm install of a dependency while the server runs", async () => {
    const source = join(lab.root, "packed");
    await mkdir(source, { recursive: true });
    await writeFile(
      join(source, "package.json"),
      '{ "name": "brand-new", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    await writeFile(join(source, "index.js"), "export const brandNew = true;\n");
    const npm = (cwd: string, ...words: string[]) => promisify(execFile)("npm", words, { cwd });
    await npm(source, "pack", "--silent");
    await npm(lab.root, "install", "--no-audit", "--no-fund", "./packed/brand-new-1.0.0.tgz");
    expect(await readFile(join(lab.root, "package.json"), "utf8")).toContain("brand-new");
    await late([base, 'import * as b from "brand-new"; late["brand-new"] = b;']);
    await until((report) => report.late.includes("brand-new"));
    await expectUnharmed();
  });

  // After the test that runs npm, which would remove this package.
  test("an import of a package that is not installed, and is then installed and saved again", async () => {
    const lines = [base, 'import * as n from "not-yet"; late["not-yet"] = n;'];
    await late(lines);
    let status = 200;
    while (status === 200) ({ status } = await lab.fetch("/?id=missing"));
    const folder = join(lab.root, "node_modules/not-yet");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "package.json"),
      '{ "name": "not-yet", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    await writeFile(
      join(folder, "index.js"),
      'import { useState } from "react"; export { useState };',
    );
    await late([...lines, 'late["again"] = true;']);
    await until((report) => report.late.includes("not-yet"));
    await expectUnharmed((kind) => kind === "other error");
  });

  // Vite closes the sockets of a server that it restarts, so connections may fail. No answer is wrong.
  const isCut = (kind: string) => kind === "connection";
  const afterRestart = (kind: string) =>
    isCut(kind) || (cell.runtime === "workerd" && kind === "state changed");

  test("server.restart() in the middle of load", async () => {
    await until(() => true);
    hasRealmEnded = cell.runtime === "workerd";
    await lab.call("restart");
    await until(() => true);
    await expectUnharmed(afterRestart);
  });

  test("a change of Vite's config in the middle of load", async () => {
    const file = join(lab.root, "vite.config.mjs");
    const text = `${await readFile(file, "utf8")}\n// changed\n`;
    await lab.call("restarted", { file, text });
    await until(() => true);
    await expectUnharmed(afterRestart);
  });

  // Not on workerd: Cloudflare's plugin has ended the old workerd by then, so the old server cannot go on.
  if (cell.runtime === "workerd") return;

  test("a restart that fails leaves the server as it was", async () => {
    const { state } = await until(() => true);
    const before = lab.output.length;
    const file = join(lab.root, "vite.config.mjs");
    const text = await readFile(file, "utf8");
    const failing = "{ name: 'no', configureServer() { throw new Error('no'); } }";
    await writeFile(file, text.replace("plugins: [", `plugins: [${failing}, `));
    const printed = () => lab.output.slice(before).join("");
    await expect.poll(printed, { timeout: 20_000 }).toContain("restart failed");
    expect((await lab.report()).state.app).toBe(state.app);
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
    // No request has waited as long as the gate's time limit.
    expect(printed()).not.toContain("holdMs");
  });
});
