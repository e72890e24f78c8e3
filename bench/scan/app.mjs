// Apps of any size, for the scan: modules of 2 to 4 KB in TypeScript and TSX, each imported by another, some of them later.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** How many modules one module brings in: two at once, the others when they are asked for. */
const branches = 4;
const atOnce = 3;

/** Writes apps of these sizes, each into a folder by its size below `folder`. */
export async function apps(folder, ...sizes) {
  await rm(folder, { recursive: true, force: true });
  for (const size of sizes.map(Number)) await writeApp(join(folder, String(size)), size);
  return sizes.map(Number);
}

async function writeApp(root, size) {
  const names = Array.from({ length: size }, (_, index) => nameOf(index));
  for (const folder of new Set(names.map((name) => dirname(name))))
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "package.json"), '{ "name": "app", "type": "module" }\n');
  await writeFile(join(root, "tsconfig.json"), tsconfig);
  for (let index = 0; index < size; index += 64) {
    const some = names.slice(index, index + 64);
    await Promise.all(
      some.map((name, step) => writeFile(join(root, name), moduleOf(names, index + step))),
    );
  }
}

const tsconfig = `{
  "compilerOptions": {
    "target": "esnext",
    "module": "esnext",
    "moduleResolution": "bundler",
    "jsx": "react-jsx",
    "strict": true,
    "paths": { "~/*": ["./src/*"] }
  },
  "include": ["src"]
}
`;

function nameOf(index) {
  if (index === 0) return "src/entry.ts";
  const folder = `src/features/area-${index % 40}/${index % 2 ? "parts" : "data"}`;
  return isComponent(index) ? `${folder}/Panel${index}.tsx` : `${folder}/store-${index}.ts`;
}

function isComponent(index) {
  return index % 5 > 1;
}

function moduleOf(names, index) {
  const children = Array.from({ length: branches }, (_, branch) => index * branches + branch + 1);
  const there = children.filter((child) => child < names.length);
  const shared = 1 + ((index * 7) % Math.max(1, Math.floor(names.length / 20)));
  const imported = new Set([...there.slice(0, atOnce), ...(shared < names.length ? [shared] : [])]);
  imported.delete(index);
  const context = {
    index,
    parent: index > 0 ? Math.floor((index - 1) / branches) : undefined,
    imported: [...imported],
    later: there.slice(atOnce),
    path: (other) => pathTo(names, index, other),
  };
  return isComponent(index) && index > 0 ? component(context) : store(context);
}

/** A relative path for neighbours, the alias for what is further away; neither names the extension. */
function pathTo(names, from, to) {
  const name = names[to].replace(/\.tsx?$/, "");
  if (to % 3 === 0) return name.replace(/^src\//, "~/");
  const path = relative(dirname(names[from]), name).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

const forStores = [
  'import { z } from "zod";',
  'import { nanoid } from "nanoid";',
  'import { produce } from "immer";',
  'import { create } from "zustand";',
  'import { Hono } from "hono";',
];
const usesInStores = [
  "z.object({ id: z.string(), size: z.number() })",
  "nanoid()",
  "produce({ size: 0 }, (draft) => void draft.size++)",
  "create(() => ({ size: 0 }))",
  "new Hono()",
];
const forComponents = [
  'import clsx from "clsx";',
  'import dayjs from "dayjs";',
  'import { useForm } from "react-hook-form";',
  'import { createPortal } from "react-dom";',
];
const usesInComponents = [
  'clsx("panel", "wide")',
  "dayjs(0).format()",
  "typeof useForm",
  "typeof createPortal",
];

function imports({ index, parent, imported, path }) {
  const lines = imported.map((other) => `import { value${other} } from "${path(other)}";`);
  if (parent !== undefined) lines.push(`import type { Row${parent} } from "${path(parent)}";`);
  // Its name is used as a type alone, so that the compiler drops the statement.
  lines.push('import { type ZodType } from "zod";');
  return [
    ...lines,
    "",
    `export type Above${index} = ${parent === undefined ? "null" : `Row${parent}`};`,
  ];
}

function shared(context) {
  const { index, imported, later } = context;
  const lines = [
    `export interface Row${index} {`,
    "  readonly id: string;",
    "  readonly title: string;",
    "  readonly size: number;",
    "  readonly schema?: ZodType<string>;",
    "}",
    "",
    `const parts${index}: unknown[] = [${imported.map((other) => `value${other}`).join(", ")}];`,
  ];
  for (const other of later) {
    lines.push(
      "",
      `export async function load${other}(): Promise<unknown> {`,
      `  const { value${other} } = await import("${context.path(other)}");`,
      `  return value${other};`,
      "}",
    );
  }
  return lines;
}

/** As much code as makes the file's length: 2 to 4 KB, by its number. */
function filling(index) {
  const lines = [];
  for (let step = 0; step < 3 + (index % 5); step++) {
    lines.push(
      "",
      `/** Sums the sizes of the rows that are newer than the given one, and keeps what it has seen. */`,
      `export function total${step}(rows: readonly Row${index}[], from = ${step}): number {`,
      "  const seen = new Map<string, number>();",
      "  let sum = 0;",
      "  for (const row of rows) {",
      "    if (row.size <= from || seen.has(row.id)) continue;",
      "    seen.set(row.id, row.size);",
      `    sum += row.title.startsWith("import ${step}") ? row.size * ${step + 1} : row.size;`,
      "  }",
      "  return sum + seen.size;",
      "}",
    );
  }
  return lines;
}

function store(context) {
  const { index } = context;
  const choice = index % forStores.length;
  return text([
    forStores[choice],
    ...imports(context),
    ...shared(context),
    "",
    `export const value${index}: unknown = [parts${index}, ${usesInStores[choice]}];`,
    ...filling(index),
  ]);
}

function component(context) {
  const { index } = context;
  const choice = index % forComponents.length;
  return text([
    'import { useMemo, useState, type ReactNode } from "react";',
    forComponents[choice],
    ...imports(context),
    ...shared(context),
    "",
    `interface Props${index} {`,
    `  rows: Row${index}[];`,
    "  children?: ReactNode;",
    "}",
    "",
    `export function value${index}({ rows, children }: Props${index}) {`,
    "  const [open, setOpen] = useState(false);",
    `  const sum = useMemo(() => total0(rows) + parts${index}.length, [rows]);`,
    `  const look = ${usesInComponents[choice]};`,
    "  return (",
    '    <section data-look={look} className={open ? "open" : "closed"}>',
    "      <button onClick={() => setOpen(!open)}>{sum}</button>",
    "      <ul>{rows.map((row) => <li key={row.id}>{row.title}</li>)}</ul>",
    "      {children}",
    "    </section>",
    "  );",
    "}",
    ...filling(index),
  ]);
}

function text(lines) {
  return `${lines.join("\n")}\n`;
}
