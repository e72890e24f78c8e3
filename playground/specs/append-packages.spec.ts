/**
 * Published packages are discovered one after the other, half of them by an edit and half by a lazy route. No request fails, nothing is
 * reloaded, Vite's optimizer does not run again, and no module of a dependency is evaluated twice. Subpaths of a package come before the
 * package and after it.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addProbes, ask, registered } from "../harness/forms";
import { inCell, majors, paths } from "./cells";

/** Each package with an expression that tests it, and the value of that. `all` is its namespace. */
const packages: [name: string, probe: string, expected: unknown][] = [
  ["clsx", `all.clsx("a", { b: true })`, "a b"],
  ["date-fns", `all.format(new Date(2026, 0, 2), "yyyy-MM-dd")`, "2026-01-02"],
  [
    "date-fns/format",
    `[all.format(new Date(2026, 0, 2), "yyyy"), all.format === known["date-fns"].format]`,
    ["2026", true],
  ],
  ["hono/jwt", `typeof all.sign`, "function"],
  ["hono", `(await new all.Hono().get("/", (c) => c.text("hi")).request("/")).text()`, "hi"],
  ["hono/cookie", `typeof all.getCookie`, "function"],
  ["lodash/debounce", `typeof all.default(() => 1)`, "function"],
  ["lodash/throttle", `typeof all.default(() => 1)`, "function"],
  [
    "lodash",
    `[all.default.chunk([1, 2, 3], 2), all.default.debounce !== undefined]`,
    [[[1, 2], [3]], true],
  ],
  ["lodash-es/isEqual", `all.default({ a: [1] }, { a: [1] })`, true],
  ["rxjs", `all.firstValueFrom(all.of(1, 2).pipe(all.map((n) => n + 1)))`, 2],
  ["rxjs/operators", `all.map === known["rxjs"].map`, true],
  ["drizzle-orm/sqlite-core", `typeof all.sqliteTable("t", { id: all.integer() })`, "object"],
  [
    "drizzle-orm",
    `[typeof all.eq, all.is(known["drizzle-orm/sqlite-core"].sqliteTable("t", {}), all.Table)]`,
    ["function", true],
  ],
  ["effect/Option", `all.getOrElse(all.some(1), () => 2)`, 1],
  [
    "effect",
    `[all.Effect.runSync(all.Effect.succeed(3)), all.Option.some === known["effect/Option"].some]`,
    [3, true],
  ],
  ["dayjs", `all.default("2026-01-02").format("YYYY")`, "2026"],
  [
    "dayjs/plugin/utc",
    `known["dayjs"].default.extend(all.default).utc("2026-01-02T03:00:00Z").hour()`,
    3,
  ],
  ["react-dom/server", `all.renderToString(known.createElement("p", null, "x"))`, "<p>x</p>"],
  ["zustand", `render(() => all.create(() => ({ n: 1 }))((it) => it.n))`, "1"],
  ["zustand/middleware", `typeof all.persist`, "function"],
  ["swr", `render(() => all.default("key", null, { fallbackData: "swr" }).data)`, "swr"],
  ["swr/infinite", `render(() => all.default(() => null, null).size)`, "1"],
  ["jotai", `render(() => all.useAtomValue(all.atom(2)))`, "2"],
  ["jotai/vanilla", `all.createStore().get(all.atom(3))`, 3],
  ["jotai/utils", `render(() => known["jotai"].useAtomValue(all.atomWithDefault(() => 4)))`, "4"],
  ["valtio", `render(() => all.useSnapshot(all.proxy({ n: 5 })).n)`, "5"],
  ["valtio/vanilla", `all.proxy === known["valtio"].proxy`, true],
  ["react-hook-form", `render(() => typeof all.useForm().register)`, "function"],
  ["react-dom", `typeof all.createPortal`, "function"],
  ["mitt", `typeof all.default().on`, "function"],
  ["dequal", `all.dequal({ a: 1 }, { a: 1 })`, true],
  ["defu", `all.defu({ a: 1 }, { b: 2 })`, { b: 2, a: 1 }],
  ["ufo", `all.joinURL("a", "b")`, "a/b"],
  ["superjson", `all.default.parse(all.default.stringify(new Map([[1, 2]]))).get(1)`, 2],
  ["devalue", `all.uneval(new Set([1]))`, "new Set([1])"],
  ["immer", `all.produce({ n: 1 }, (it) => { it.n++; }).n`, 2],
  ["p-limit", `all.default(1)(() => 6)`, 6],
  ["lru-cache", `new all.LRUCache({ max: 1 }).max`, 1],
  ["nanostores", `all.atom(7).get()`, 7],
  ["valibot", `all.parse(all.string(), "v")`, "v"],
  ["nanoid", `all.nanoid().length`, 21],
  ["nanoid/non-secure", `all.nanoid().length`, 21],
  ["zod", `all.z.string().parse("z")`, "z"],
  ["zod/mini", `all.string === undefined || all.parse(all.string(), "m")`, "m"],
  ["ms", `all.default("1s")`, 1000],
];

/** Shared by all probes: the namespaces of packages so far, and React, which the framework imports from the start. */
const known = `
import { createElement } from "react";
export const known = { createElement };
/** Calls hooks in a component. */
export function render(hook) {
  const { renderToStaticMarkup } = known["react-dom/server"];
  return renderToStaticMarkup(createElement(() => String(hook())));
}
`;

function probe(name: string, expression: string): string {
  return `import * as all from ${JSON.stringify(name)};
import { known, render } from "../known.js";
known[${JSON.stringify(name)}] = all;
export const probe = async () => { void render; return (await (${expression})) ?? null; };
import.meta.hot.accept();
`;
}

const stub = `export const probe = () => "not yet";\nimport.meta.hot.accept();\n`;

describe.each(majors().filter((vite) => vite !== 7))("Vite %i", (vite) => {
  test(`${packages.length} packages`, () =>
    inCell(
      { vite, runtime: "node" },
      {
        log: "info",
        // An edit of a probe would reset `known`, in which others have registered.
        plugin: { targetedEdits: false },
        prepare: async (root) => {
          await addProbes(root);
          await writeFile(join(root, "src/known.js"), known);
          for (const [index, [name, expression]] of packages.entries()) {
            const text = index % 2 === 0 ? probe(name, expression) : stub;
            await writeFile(join(root, `src/probes/${index}.js`), text);
          }
        },
      },
      async (lab) => {
        for (const path of paths.node) await lab.report(path);
        const runs = await lab.call("runs");
        for (const [index, [name, expression, expected]] of packages.entries()) {
          if (index % 2 === 1) {
            expect(await ask(lab, "ssr", String(index))).toBe("not yet");
            await lab.edit(`src/probes/${index}.js`, () => probe(name, expression));
          }
          expect(await ask(lab, "ssr", String(index)), name).toEqual(expected);
        }
        expect(lab.output.join("")).not.toMatch(/RWS03|reloading/);
        expect(await lab.call("reloads")).toBe(0);
        expect(await lab.call("runs")).toEqual(runs);
        const counts = Object.entries(await registered(lab, "ssr"));
        expect(counts.length).toBeGreaterThan(1000);
        expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
      },
    ));
});
