/** An edit evaluates again only the modules that it affects. All others keep their state. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab } from "../harness/lab.mjs";
import { addEdited, Traffic } from "../harness/traffic.mjs";
import { cells, newest, openCell } from "./cells";
import { inFolder, type Seen } from "./edited";

/** An edit, as the inspector shows it. */
interface Shown {
  environment: string;
  evaluated: { module: string; why: string; imports?: string }[];
  count: number;
  kept: number;
  milliseconds?: number;
}

describe.each([...cells("node", "workerd"), ...newest()])("Vite $vite, $runtime", (cell) => {
  let lab: Lab;
  let hits = 0;

  beforeAll(async () => {
    lab = await openCell(cell, { prepare: addEdited, log: "info" });
    await seen();
  });
  afterAll(() => lab?.close());

  /** The report of the app. Expects that its untouched state is still that of the report before. */
  async function seen(): Promise<Seen> {
    const response = await lab.fetch("/edited?id=x");
    const text = await response.text();
    expect(response.status, text).toBe(200);
    const all = JSON.parse(text) as Seen;
    const expected = hits + 1;
    hits = all.hits;
    expect(all.hits, lab.output.join("")).toBe(expected);
    return all;
  }

  function say(file: string, from: string, to: string): Promise<void> {
    return lab.edit(inFolder(file), (text) => text.replace(from, to));
  }

  test("20 edits under load, with and without new imports", async () => {
    const before = await seen();
    const reloads = await lab.call("reloads");
    const traffic = new Traffic(lab).start();
    for (let edit = 0; edit < 20; edit++) {
      await lab.edit(inFolder("touched.ts"), () => `export const touched = "text ${edit}";\n`);
      if (edit % 5 === 4) await lab.importLate(["mitt", "clsx", "ufo", "immer"][(edit - 4) / 5]!);
      expect((await seen()).texts.touched).toBe(`text ${edit}`);
    }
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
    const after = await seen();
    expect(after.objects).toEqual(before.objects);
    expect(after.dependencies).toEqual(before.dependencies);
    expect(after.evaluations).toBe(1);
    expect(await lab.call("reloads")).toBe(reloads);
    // The runner has evaluated the update, without a request for the module.
    expect(lab.output.join("")).toContain("hot updated: ");
    const report = await lab.report("/");
    expect(new Set(report.contexts)).toEqual(new Set([report.id]));
  });

  test("the inspector shows what an edit evaluated again, and why", async () => {
    await lab.edit(inFolder("touched.ts"), () => 'export const touched = "shown";\n');
    await seen();
    const latest = async () => {
      const answer = await lab.fetch("/__rwstate/snapshot.json");
      return ((await answer.json()) as { edits: Shown[] }).edits[0];
    };
    // The time is there when the runner has evaluated all of the update.
    await expect.poll(async () => (await latest())?.milliseconds).toBeGreaterThan(0);
    const { environment, evaluated, count, kept } = (await latest())!;
    expect(environment).toBe(cell.runtime === "node" ? "ssr" : "worker");
    expect(evaluated[0]).toEqual({ module: inFolder("touched.ts"), why: "changed" });
    expect(evaluated[1]).toMatchObject({ why: "importer", imports: inFolder("touched.ts") });
    expect(evaluated.map(({ module }) => module)).toContain("src/entry.ts");
    expect(count).toBe(evaluated.length);
    expect(kept).toBeGreaterThan(count);
  });

  test("an edit of each module on a chain of imports takes effect", async () => {
    for (const [file, from, to, text] of [
      ["chain-end.ts", "end first", "end second", { chain: "chain first, link first, end second" }],
      [
        "chain-link.ts",
        "link first",
        "link second",
        { chain: "chain first, link second, end second" },
      ],
      [
        "chain.ts",
        "chain first",
        "chain second",
        { chain: "chain second, link second, end second" },
      ],
      [
        "chain-end.ts",
        "end second",
        "end third",
        { chain: "chain second, link second, end third" },
      ],
      ["circle-b.ts", "b first", "b second", { circle: "a first, b second of a first" }],
      ["circle-a.ts", "a first", "a second", { circle: "a second, b second of a second" }],
      ["lazy.ts", "lazy first", "lazy second", { lazy: "lazy second" }],
      ["data.json", "data first", "data second", { data: "data second" }],
    ] as const) {
      await say(file, from, to);
      expect((await seen()).texts, file).toMatchObject(text);
    }
    await lab.edit("src/entry.ts", (text) => `${text}\nexport const edited = 1;\n`);
    await seen();
    await lab.edit("src/app.ts", (text) =>
      text.replace("environment,", "environment,\n    isEdited: true,"),
    );
    expect(await lab.report("/")).toHaveProperty("isEdited");
    await seen();
  });

  test("files that are added, removed and renamed", async () => {
    await lab.create(inFolder("globbed/two.ts"), 'export const name = "two";\n');
    expect((await seen()).globbed).toEqual(["one", "two"]);
    await lab.edit(inFolder("globbed/two.ts"), (text) => text.replace("two", "new two"));
    expect((await seen()).globbed).toEqual(["one", "new two"]);
    await lab.create(inFolder("globbed/six.ts"), 'export const name = "six";\n');
    await lab.remove(inFolder("globbed/two.ts"));
    expect((await seen()).globbed).toEqual(["one", "six"]);
    await lab.remove(inFolder("globbed/six.ts"));
    const { globbed, lazily } = await seen();
    expect({ globbed, lazily }).toEqual({ globbed: ["one"], lazily: ["one"] });
    await lab.create(inFolder("new.ts"), 'export const fresh = "new file";\n');
    await lab.edit(inFolder("touched.ts"), () => 'export { fresh as touched } from "./new";\n');
    expect((await seen()).texts.touched).toBe("new file");
    await lab.edit(inFolder("touched.ts"), () => 'export const touched = "first";\n');
    await lab.remove(inFolder("new.ts"));
    expect((await seen()).texts.touched).toBe("first");
  });

  test("a save without a change evaluates no module", async () => {
    const { instance } = await lab.report("/");
    await lab.edit(inFolder("touched.ts"), (text) => text);
    await lab.editByRename(inFolder("touched.ts"), (text) => text);
    expect((await lab.report("/")).instance, lab.output.join("")).toBe(instance);
    await say("touched.ts", "first", "second");
    expect((await seen()).texts.touched).toBe("second");
    expect((await lab.report("/")).instance).toBeGreaterThan(instance);
  });

  test("a runner fetches no unchanged import of a module that is evaluated again, and in another process not that module itself", async () => {
    await seen();
    await lab.call("fetched");
    await say(
      "touched.ts",
      "export const touched = ",
      "export const other = 1;\nexport const touched = ",
    );
    await seen();
    const fetched = (await lab.call("fetched")) as string[];
    expect(fetched.includes("/src/edited/touched.ts")).toBe(cell.runtime === "node");
    expect(fetched).not.toContain("/src/edited/untouched.ts");
    expect(fetched).not.toContain("/src/edited/chain.ts");
  });

  test("a compile error and its fix evaluate no other module", async () => {
    const before = await seen();
    await lab.edit(inFolder("touched.ts"), () => "export const touched = ;\n");
    expect((await lab.fetch("/edited?id=x")).status).toBe(500);
    await lab.edit(inFolder("touched.ts"), () => 'export const touched = "repaired";\n');
    const after = await seen();
    expect(after.texts.touched).toBe("repaired");
    expect(after.evaluations).toBe(1);
    expect(after.objects).toEqual(before.objects);
    await lab.edit(inFolder("touched.ts"), () => "export const touched = ;\n");
    await lab.edit(inFolder("touched.ts"), () => 'export const touched = "repaired";\n');
    expect((await seen()).texts.touched).toBe("repaired");
  });

  test("a file that a saved module imports may be created after that save", async () => {
    const before = await seen();
    await lab.edit(inFolder("touched.ts"), () => 'export { later as touched } from "./later";\n');
    expect((await lab.fetch("/edited?id=x")).status).toBe(500);
    await lab.create(inFolder("later.ts"), 'export const later = "created later";\n');
    const after = await seen();
    expect(after.texts.touched).toBe("created later");
    expect(after.evaluations).toBe(1);
    expect(after.objects).toEqual(before.objects);
    await lab.edit(inFolder("touched.ts"), () => 'export const touched = "repaired";\n');
    await lab.remove(inFolder("later.ts"));
    expect((await seen()).texts.touched).toBe("repaired");
  });

  test("a registrant that requests import lazily never finds the old instance of its registry", async () => {
    const packages = ["zod", "valibot", "superjson", "hono"];
    for (const [edit, name] of packages.entries()) {
      // They are in flight when the file is saved, and import it at various moments after that.
      const waits = Array.from({ length: 25 }, (_, index) => 10 * index);
      const asked = waits.map((wait) => lab.fetch(`/edited?id=x&peek&wait=${wait}`));
      await lab.edit(
        inFolder("registrant.ts"),
        () =>
          `import { define } from "./registry";\nimport "${name}";\ndefine("user", "user ${edit}");\n`,
      );
      const texts = await Promise.all(asked.map(async (one) => (await one).text()));
      for (const text of texts) expect(text).toMatch(/"defined":\{"user":"user \w+"\}/);
      expect((await seen()).defined).toEqual({ user: `user ${edit}` });
    }
  });

  test("a module is disposed of before its next instance is evaluated", async () => {
    const { number } = (await seen()).disposed;
    for (let edit = 1; edit <= 20; edit++) {
      await lab.edit(
        inFolder("disposed.ts"),
        (text) => `${text}\nexport const edit${edit} = ${edit};\n`,
      );
      expect((await seen()).disposed).toEqual({ number: number + edit, alive: 1, log: [] });
    }
  });

  test("an importer of a changed module is disposed of too", async () => {
    await lab.create(inFolder("held.ts"), "export const held = 1;\n");
    await lab.edit(
      inFolder("disposed.ts"),
      (text) => `import { held } from "./held";\n${text}\nexport const use = held;\n`,
    );
    const { number } = (await seen()).disposed;
    await say("held.ts", "1", "2");
    expect((await seen()).disposed).toEqual({ number: number + 1, alive: 1, log: [] });
  });

  test("a module with two importers, one of which accepts its updates", async () => {
    const { acceptedInstance, instance } = await lab.report("/");
    await lab.edit("src/accepted.ts", (text) =>
      text.replace(
        "import { nextInstance",
        "import { touched } from './edited/touched';\nexport const seenTouched = touched;\nimport { nextInstance",
      ),
    );
    await seen();
    await say("touched.ts", "repaired", "of two");
    expect((await seen()).texts.touched).toBe("of two");
    const after = await lab.report("/");
    expect(after.acceptedInstance).toBeGreaterThan(acceptedInstance);
    expect(after.instance).toBeGreaterThan(instance);
  });

  test("every module is evaluated again, once, after an evaluation that fails", async () => {
    const { evaluations } = await seen();
    // It fails only where an earlier instance was evaluated, unlike in a new process.
    const once = `const realm = globalThis as { playgroundOnce?: object };
if (realm.playgroundOnce === token) throw new Error("already registered");
realm.playgroundOnce = token;
`;
    await lab.edit(
      inFolder("touched.ts"),
      () => `import { token } from "./untouched";\n${once}export const touched = "once";\n`,
    );
    expect((await seen()).texts.touched).toBe("once");
    await say("touched.ts", '"once"', '"twice"');
    hits = 0;
    const after = await seen();
    expect(after.texts.touched).toBe("twice");
    expect(after.evaluations).toBe(evaluations + 1);
    expect(lab.output.join("")).not.toContain("already registered");
  });

  test("a save during the evaluation of an edit waits for its end", async () => {
    await seen();
    await lab.create(
      inFolder("slow.ts"),
      "await new Promise((resolve) => setTimeout(resolve, 500));\n",
    );
    await lab.edit(
      inFolder("touched.ts"),
      () => `import "./slow";
import { define } from "./registry";

define("touched", "slowly");
export const touched = "slowly";
`,
    );
    await expect.poll(() => lab.call("fetched")).toContain("/src/edited/slow.ts");
    // The registrant is evaluated again with the registry. If the evaluation in progress found the new one, it would register twice.
    await lab.edit(inFolder("registry.ts"), (text) => `${text}export const other = 1;\n`);
    expect((await seen()).defined).toMatchObject({ touched: "slowly" });
    expect(lab.output.join("")).not.toContain("already registered");
  });
});
