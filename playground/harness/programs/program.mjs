// How the programs of `registrations.mjs` are written: their common files and edits.

/**
 * A program. `registrant` returns the text of each module that registers: `user` and `post` exist from the start, `added` is added by an edit.
 * `files` and `edits` replace the common ones of the same names.
 */
export function program(name, { registry, registrant, files = {}, edits = {} }) {
  const registrants = Object.fromEntries(
    ["user", "post", "added"].map((name) => [`${name}.ts`, registrant?.(name)]),
  );
  const given = {
    "main.ts": main(),
    "registry.ts": registry,
    "helper.ts": "export const label = (text: string): string => `helper first: ${text}`;\n",
    "unrelated.ts": 'export const unrelated = "unrelated first";\n',
    // State that no edit of a program may reset.
    "untouched.ts": "let hits = 0;\nexport const hit = (): number => ++hits;\n",
    ...(registrant && registrants),
    ...files,
  };
  return {
    name,
    files: Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)),
    edits: {
      registrant: ["user.ts", "user first", "user second"],
      helper: ["helper.ts", "helper first", "helper second"],
      registry: ["registry.ts", "registry first", "registry second"],
      unrelated: ["unrelated.ts", "unrelated first", "unrelated second"],
      removal: ["main.ts", 'import "./post";\n', ""],
      addition: ["main.ts", 'import "./user";\n', 'import "./user";\nimport "./added";\n'],
      ...edits,
    },
  };
}

/** The module that imports all others of a program. */
export function main(
  imports = 'import "./user";\nimport "./post";\n',
  registered = "await registered()",
) {
  return `${imports}import { state as registered } from "./registry";
import { unrelated } from "./unrelated";

export { hit } from "./untouched";
export const state = async () => ({ registered: ${registered}, unrelated });
`;
}

/** A program whose registrants are the modules of a folder. */
export function globbed(name, { main: text, registry, registrant }) {
  return program(name, {
    registry,
    files: {
      "main.ts": text,
      "plugins/user.ts": registrant("user"),
      "plugins/post.ts": registrant("post"),
    },
    edits: {
      registrant: ["plugins/user.ts", "user first", "user second"],
      removal: ["plugins/post.ts"],
      addition: ["plugins/added.ts", registrant("added")],
    },
  });
}

export const label = 'import { label } from "./helper";\n';
export const using = (names) => `import { ${names} } from "./registry";\n${label}`;
