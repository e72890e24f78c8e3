/** What is written into the app `client` while a page shows it: each text imports what nothing has imported before. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Edit {
  file: string;
  text: string;
  /** Where the page shows the result, and what it is. */
  selector: string;
  result: string;
}

function accepted(imports: string, value: string, result: string): Edit {
  const text = `${imports}\nshow(${value});\nimport.meta.hot.accept();\n`;
  return { file: "src/accepted.ts", text, selector: "#out", result };
}

function react(imports: string, hook: string, value: string, result: string): Edit {
  const text = `${imports}
export default function Part() {
  ${hook}
  return <p id="part">{${value}}</p>;
}
`;
  return { file: "src/react/part.tsx", text, selector: "#part", result };
}

function vue(script: string, template: string, result: string): Edit {
  const text = `<script setup>\n${script}\n</script>\n<template><p id="part">${template}</p></template>\n`;
  return { file: "src/vue/Part.vue", text, selector: "#part", result };
}

function svelte(script: string, template: string, selector: string, result: string): Edit {
  const text = `<script>\n${script}\n</script>\n${template}\n`;
  return { file: "src/svelte/Part.svelte", text, selector, result };
}

/** By the name of the page. */
export const edits: Record<string, Edit[]> = {
  plain: [
    accepted('import dayjs from "dayjs";', "String(dayjs(0).year())", "1970"),
    // Vue's own output holds it.
    accepted('import { capitalize } from "@vue/shared";', 'capitalize("shared")', "Shared"),
    accepted('import { name } from "requiring";', "name", "of an excluded module"),
    accepted(
      'import { icon, fail } from "styled";\nObject.assign(globalThis, { fail });',
      'icon.split(",")[0]',
      "data:image/svg+xml",
    ),
  ],
  react: [
    react(
      'import { create } from "zustand";\nconst useStore = create(() => ({ name: "zustand" }));',
      "const name = useStore((store) => store.name);",
      "name",
      "zustand",
    ),
    react(
      'import { useForm } from "react-hook-form";',
      'const form = useForm({ defaultValues: { name: "form" } });',
      'form.watch("name")',
      "form",
    ),
    react(
      'import useSWR from "swr";',
      'const { data } = useSWR("key", () => "swr");',
      "data",
      "swr",
    ),
  ],
  vue: [
    vue('import { nanoid } from "nanoid";', "{{ nanoid().length }}", "21"),
    vue(
      'import { ref } from "vue";\nimport { Switch } from "@headlessui/vue";\nconst on = ref(true);',
      '<Switch v-model="on">on: {{ on }}</Switch>',
      "on: true",
    ),
  ],
  svelte: [
    svelte(
      'import pLimit from "p-limit";',
      '<p id="part">{typeof pLimit}</p>',
      "#part",
      "function",
    ),
    svelte(
      'import { onMount } from "svelte";\nimport { Toaster, toast } from "svelte-sonner";\nonMount(() => void toast("toast"));',
      "<Toaster />",
      "[data-sonner-toast] [data-title]",
      "toast",
    ),
  ],
};

/** The packages that are written for these edits, file by file. */
const packages: Record<string, Record<string, string>> = {
  // A style, an asset and an error to throw.
  styled: {
    "package.json":
      '{ "name": "styled", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    "index.js":
      'import "./style.css";\nimport icon from "./icon.svg?url";\nexport { icon };\nexport function fail() {\n  throw new Error("thrown");\n}\n',
    "style.css": "#out { color: rgb(1, 2, 3); }\n",
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" />\n',
  },
  excluded: {
    "package.json":
      '{ "name": "excluded", "version": "1.0.0", "type": "module", "main": "index.js" }',
    "index.js": 'export const name = "of an excluded module";\n',
  },
  requiring: {
    "package.json": '{ "name": "requiring", "version": "1.0.0", "main": "index.js" }',
    "index.js": 'exports.name = require("excluded").name;\n',
  },
};

/** The options of the optimizer that the edits count on. */
export const optimizeDeps = { exclude: ["excluded"] };

export async function installPackages(root: string): Promise<void> {
  for (const [name, files] of Object.entries(packages)) {
    const folder = join(root, "node_modules", name);
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  }
}
