/** Edits of the app `client` while a page shows it. Each adds an import of a new dependency. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Edit {
  file: string;
  text: string;
  /** The element in which the page shows the result, and its text. */
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
    // A module that Vue's own output holds.
    accepted('import { capitalize } from "@vue/shared";', 'capitalize("shared")', "Shared"),
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

/** Installs a package with a style, an asset and a function that throws. */
export async function installStyled(root: string): Promise<void> {
  const folder = join(root, "node_modules/styled");
  const files = {
    "package.json":
      '{ "name": "styled", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    "index.js":
      'import "./style.css";\nimport icon from "./icon.svg?url";\nexport { icon };\nexport function fail() {\n  throw new Error("thrown");\n}\n',
    "style.css": "#out { color: rgb(1, 2, 3); }\n",
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" />\n',
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
