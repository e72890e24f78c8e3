/** Dependencies are found before a request needs them. */
import { mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { addTraffic } from "../harness/traffic.mjs";
import { cells, inCell, openCell, type Cell } from "./cells";

const environmentOf = (cell: Cell) => (cell.runtime === "node" ? "ssr" : "worker");

/** Lazy routes that nobody visits at first, each of which imports what nothing else does. */
async function addLazyRoutes(root: string) {
  await addTraffic(root);
  await mkdir(join(root, "src/lazy"), { recursive: true });
  for (const name of ["mitt", "clsx"]) {
    await writeFile(
      join(root, `src/lazy/${name}.ts`),
      `import * as it from "${name}";\nexport const name = Object.keys(it)[0];\n`,
    );
  }
  // For one import that does not resolve Vite's own scan gives up on everything.
  await writeFile(join(root, "src/lazy/unfinished.ts"), 'import "not-installed";\n');
}

/** Adds lazy routes of which one imports a file that nothing else does. */
async function addDeepRoute(root: string) {
  await addLazyRoutes(root);
  await writeFile(join(root, "src/deep.ts"), "export {};\n");
  await writeFile(
    join(root, "src/lazy/mitt.ts"),
    'import "../deep";\nexport const name = "mitt";\n',
  );
}

/** Adds a package of the project's own, which is linked as a workspace's are. */
async function addLinked(root: string, name: string, code: string) {
  const folder = join(root, "packages", name);
  await mkdir(folder, { recursive: true });
  await mkdir(join(root, "node_modules"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, main: "index.ts" }));
  await writeFile(join(folder, "index.ts"), code);
  await symlink(folder, join(root, "node_modules", name), "junction");
}

/** Adds a plugin to an app's configuration, before all others. */
async function addPlugin(root: string, plugin: string) {
  const file = join(root, "vite.config.mjs");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace("plugins: [", () => `plugins: [${plugin}, `),
  );
}

describe.each(cells("node", "workerd"))("Vite $vite, $runtime", (cell) => {
  const environment = environmentOf(cell);
  const optimized = (lab: Lab): Promise<string[]> => lab.call("optimized", { environment });

  describe("lazy routes", () => {
    let lab: Lab;

    beforeAll(async () => void (lab = await openCell(cell, { prepare: addLazyRoutes })));
    afterAll(() => lab.close());

    test("a file that no request has reached is walked when it is saved, as is a new one", async () => {
      // Where no configuration names an entry, the first answer shows it.
      if (cell.runtime === "node") await lab.report();
      await lab.edit("src/lazy/mitt.ts", (text) => `import "dequal";\n${text}`);
      expect(await optimized(lab)).toContain("dequal");
      await lab.create("src/lazy/new.ts", 'import "defu";\nexport const name = "new";\n');
      expect(await optimized(lab)).toContain("defu");
    });

    test("a lazy route that was never visited re-optimizes nothing", async () => {
      await lab.report();
      expect(await optimized(lab)).toEqual(expect.arrayContaining(["mitt", "clsx"]));
      const before = (await lab.call("generations"))[environment];
      for (const name of ["mitt", "clsx"]) {
        const response = await lab.fetch(`/lazy?id=1&name=${name}`);
        expect(response.status, await response.text()).toBe(200);
      }
      expect((await lab.call("generations"))[environment]).toBe(before);
    });

    test("an import that is saved is optimized before the request that needs it", async () => {
      for (const [file, name] of [
        ["src/late.ts", "zustand"],
        ["src/lazy/mitt.ts", "ufo"],
        ["src/accepted.ts", "immer"],
      ] as const) {
        await lab.edit(file, (text) => `import "${name}";\n${text}`);
        const before = (await lab.call("generations"))[environment];
        expect(await optimized(lab), file).toContain(name);
        expect((await lab.fetch("/?id=x")).status).toBe(200);
        expect((await lab.call("generations"))[environment], file).toBe(before);
      }
    });

    test("a file is walked when it is whole, though its change is told of before", async () => {
      await lab.editSlowly("src/lazy/mitt.ts", (text) => `import "devalue";\n${text}`);
      expect(await optimized(lab)).toContain("devalue");
    });

    test("a warm start with nothing new optimizes nothing, and one with something new does so at once", async () => {
      await lab.report();
      // Vite writes this file with each run of the optimizer, and a time in it.
      const file = join(lab.root, `node_modules/.vite/deps_${environment}/_metadata.json`);
      const before = await readFile(file, "utf8");
      const { mtimeMs } = await stat(file);
      await lab.call("restart");
      await lab.report();
      expect(await readFile(file, "utf8")).toBe(before);
      expect((await stat(file)).mtimeMs).toBe(mtimeMs);
      await writeFile(
        join(lab.root, "src/lazy/late.ts"),
        'import "nanoid";\nexport const name = "";\n',
      );
      await lab.call("restart");
      await lab.report();
      expect(await optimized(lab)).toContain("nanoid");
    });
  });

  test("what a linked package imports that the optimizer is to leave out is found as well", () => {
    const prepare = async (root: string) => {
      await addLazyRoutes(root);
      await addLinked(root, "own", 'import mitt from "mitt";\nexport const name = typeof mitt;\n');
      await writeFile(join(root, "src/lazy/mitt.ts"), 'export { name } from "own";\n');
      const exclude = '{ optimizeDeps: { exclude: ["own"] }, resolve: { noExternal: ["own"] } }';
      await addPlugin(root, `{ name: "exclude", configEnvironment: () => (${exclude}) }`);
    };
    return inCell(cell, { prepare }, async (lab) => {
      await lab.report();
      expect(await optimized(lab)).toContain("mitt");
      expect(await optimized(lab)).not.toContain("own");
      const before = (await lab.call("generations"))[environment];
      const response = await lab.fetch("/lazy?id=1&name=mitt");
      expect(await response.json()).toMatchObject({ name: "function" });
      expect((await lab.call("generations"))[environment]).toBe(before);
    });
  });

  // That the option turns the walk off is decided by no Vite.
  if (cell.vite === 8) {
    test("without the scan such a route is found by no one before the first answer", () =>
      inCell(
        cell,
        { prepare: addLazyRoutes, plugin: { scan: false, gate: false } },
        async (lab) => {
          await lab.settledReport();
          expect(await optimized(lab)).not.toEqual(expect.arrayContaining(["mitt", "clsx"]));
        },
      ));
  }

  test("of a saved file Vite is asked for what is new alone, and for what did not resolve", () => {
    // Vite watches nothing in such a folder.
    const record = (root: string) => join(root, "node_modules/asked.json");
    const prepare = async (root: string) => {
      await addLazyRoutes(root);
      await mkdir(join(root, "node_modules"), { recursive: true });
      await writeFile(
        join(root, "src/lazy/many.ts"),
        'import "mitt";\nimport "./clsx";\nimport "not-installed";\nexport const name = "many";\n',
      );
      await addPlugin(
        root,
        `(() => {
          const asked = new Set();
          return {
            name: "asked",
            enforce: "pre",
            watchChange: () => asked.clear(),
            resolveId: (id, importer) => void (importer?.endsWith("/many.ts") && asked.add(id)),
            hotUpdate: {
              order: "post",
              async handler() {
                const { writeFile } = await import("node:fs/promises");
                await writeFile(${JSON.stringify(record(root))}, JSON.stringify([...asked]));
              },
            },
          };
        })()`,
      );
    };
    return inCell(cell, { prepare }, async (lab) => {
      // The first save waits for the walk of the start, beside which a crawl would ask for everything; so does one after an answer.
      await lab.edit("src/lazy/many.ts", (text) => `import "defu";\n${text}`);
      await lab.edit("src/lazy/many.ts", (text) => `import "dequal";\n${text}`);
      const asked = JSON.parse(await readFile(record(lab.root), "utf8"));
      expect(asked.toSorted()).toEqual(["dequal", "not-installed"]);
      expect(await optimized(lab)).toContain("dequal");
    });
  });

  test("what a plugin injects is learned from the request that discovers it", () => {
    const prepare = async (root: string) => {
      await addLazyRoutes(root);
      await addPlugin(
        root,
        "{ name: 'inject', transform: (code, id) => id.endsWith('app.ts') ? `import 'dequal';${code}` : null }",
      );
    };
    return inCell(cell, { prepare }, async (lab) => {
      await lab.report();
      const learned = join(lab.root, "node_modules/.vite/rwstate.json");
      const text = () => readFile(learned, "utf8").catch(() => "");
      await expect.poll(text, { timeout: 10_000 }).toContain("dequal");
      expect(JSON.parse(await text())[environment]).toEqual(["dequal"]);
      // A start without Vite's cache knows of it before anybody asks.
      await rm(join(lab.root, `node_modules/.vite/deps_${environment}`), { recursive: true });
      await lab.call("restart");
      await lab.report();
      expect(await optimized(lab)).toContain("dequal");
    });
  });
});

describe.each(cells("node"))("Vite $vite, $runtime, an environment", (cell) => {
  let lab: Lab;

  beforeAll(async () => void (lab = await openCell(cell, { prepare: addDeepRoute })));
  afterAll(() => lab.close());

  test("that nobody has asked learns with the save of a file that no graph names", async () => {
    await lab.call("settled");
    await lab.edit("src/lazy/mitt.ts", (text) => `import "dequal";\n${text}`);
    for (const environment of ["ssr", "rsc"]) {
      expect(await lab.call("optimized", { environment }), environment).toContain("dequal");
    }
  });

  test("that nobody has asked learns with the save of what a file newly imports that another's graph names", async () => {
    await lab.report("/");
    await lab.importLate("defu");
    const { rsc } = await lab.call("generations");
    expect((await lab.report("/rsc")).late).toContain("defu");
    expect((await lab.call("generations")).rsc).toBe(rsc);
  });

  test("that has loaded the app learns with the save of what a file imports to which a route leads that only another has visited", async () => {
    expect(await (await lab.fetch("/lazy?id=1&name=mitt")).text()).toContain("mitt");
    await lab.edit("src/deep.ts", (text) => `import "ufo";\n${text}`);
    const { rsc } = await lab.call("generations");
    const response = await lab.fetch("/rsc/lazy?id=2&name=mitt");
    expect(response.status, await response.text()).toBe(200);
    expect((await lab.call("generations")).rsc).toBe(rsc);
    expect(await lab.call("optimized", { environment: "rsc" })).toContain("ufo");
  });
});

describe.each(cells("node"))(
  "Vite $vite, $runtime, an environment that has loaded nothing which leads to a file",
  (cell) => {
    const optimized = (lab: Lab, environment: string): Promise<string[]> =>
      lab.call("optimized", { environment });
    const addAside = (root: string) => writeFile(join(root, "src/aside.ts"), "export {};\n");
    /** Has `ssr` load the app, and `rsc` a module that imports nothing. */
    const load = async (lab: Lab) => {
      await lab.call("load", { environment: "rsc", module: "/src/aside.ts" });
      await lab.report("/");
    };

    describe("and whose optimizer nothing else has told", () => {
      let lab: Lab;

      beforeAll(async () => {
        lab = await openCell(cell, { prepare: addAside });
        await load(lab);
      });
      afterAll(() => lab.close());

      test("learns in a pause of what a file newly imports that another's graph names", async () => {
        await lab.importLate("dequal");
        expect((await lab.report("/")).late).toContain("dequal");
        expect(await optimized(lab, "ssr")).toContain("dequal");
        expect(await optimized(lab, "rsc")).not.toContain("dequal");
        await expect.poll(() => optimized(lab, "rsc"), { timeout: 20_000 }).toContain("dequal");
      });

      test("learns with the save of what a file newly reaches that is marked for clients", async () => {
        await lab.create("src/island.ts", '"use client";\nimport "defu";\nexport {};\n');
        await lab.edit("src/late.ts", (text) => `import "./island";\n${text}`);
        expect(await optimized(lab, "rsc")).toContain("defu");
      });

      test("needs no run for any of them when it loads the app", async () => {
        const { rsc } = await lab.call("generations");
        expect((await lab.report("/rsc")).late).toContain("dequal");
        expect((await lab.call("generations")).rsc).toBe(rsc);
      });
    });

    test("takes for an import of the sources what the first request discovers before that", () => {
      const prepare = async (root: string) => {
        await addAside(root);
        await addPlugin(
          root,
          "{ name: 'inject', transform: (code, id) => code.includes('dequal') && id.endsWith('late.ts') ? `import 'mitt';${code}` : null }",
        );
      };
      return inCell(cell, { prepare }, async (lab) => {
        await load(lab);
        await lab.importLate("dequal");
        await lab.report("/rsc");
        const learned = async () => {
          const file = join(lab.root, "node_modules/.vite/rwstate.json");
          return JSON.parse(await readFile(file, "utf8").catch(() => "{}")).rsc;
        };
        await expect.poll(learned, { timeout: 20_000 }).toContain("mitt");
        expect(await learned()).toEqual(["mitt"]);
      });
    });

    test("learns of what is kept for it with the next save that concerns it, in one run", () => {
      const prepare = async (root: string) => {
        await addAside(root);
        await addDeepRoute(root);
      };
      return inCell(cell, { prepare }, async (lab) => {
        // Its optimizer has run before, and nothing of the app is loaded in it yet.
        await lab.report("/rsc");
        await lab.call("restart");
        await load(lab);
        await lab.importLate("dequal");
        const { rsc } = await lab.call("runs");
        // A graph names the lazy route, and not what that imports.
        await lab.edit("src/deep.ts", (text) => `import "defu";\n${text}`);
        expect(await optimized(lab, "rsc")).toEqual(expect.arrayContaining(["dequal", "defu"]));
        expect((await lab.call("runs")).rsc).toBe(rsc! + 1);
      });
    });
  },
);

describe.each(cells("browser"))("Vite $vite, browser", (cell) => {
  const optimized = (lab: Lab): Promise<string[]> =>
    lab.call("optimized", { environment: "client" });

  // The page reloads for what changes, before or after the module is there: see docs/design/prevent.md.
  test("what a browser's module imports is left to Vite", () =>
    inCell(cell, {}, async (lab) => {
      await lab.fetch("/src/entry.ts");
      await lab.call("settled");
      await lab.importLate("mitt");
      expect(await optimized(lab)).not.toContain("mitt");
      await lab.fetch("/src/late.ts");
      await lab.call("settled");
      expect(await optimized(lab)).toContain("mitt");
    }));
});
