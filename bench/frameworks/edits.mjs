// The edits that every app is measured with. Each changes one file, and what it changes is seen in the answers of some routes.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "./load.mjs";

/** Beside each kind of file, the routes whose answers show it. */
export const shownBy = {
  text: routes,
  shared: routes,
  page: ["page"],
  slow: ["slow"],
  post: ["post"],
  lazy: ["slow"],
  config: routes,
};

/**
 * @typedef {object} Edit
 * @property {string} name
 * @property {keyof typeof shownBy} kind of the file
 * @property {(files: Files, number: number) => Promise<void>} save
 */

/** The files of an app's copy. */
export class Files {
  #root;
  #framework;

  /**
   * @param {string} root
   * @param {ReturnType<typeof import("../../playground/harness/frameworks.mjs").frameworkOf>} framework
   */
  constructor(root, framework) {
    this.#root = root;
    this.#framework = framework;
  }

  get late() {
    return this.#framework.late;
  }

  place(kind) {
    return join(this.#root, this.#framework.files[kind]);
  }

  /** Changes what a file says. */
  async change(kind, number) {
    const before = await readFile(this.place(kind), "utf8");
    const after = before.replaceAll(new RegExp(`"${kind} \\d+"`, "g"), `"${kind} ${number}"`);
    if (after === before) throw new Error(`${this.place(kind)} has no "${kind} 0"`);
    await write(this.place(kind), after);
  }

  text(lines) {
    return write(this.place("text"), `import { register } from "./registry";\n${lines}\n`);
  }

  add(name, text) {
    return write(join(dirname(this.place("text")), name), text);
  }
}

/** Where files are written first, beside no app: Qwik City looks at each file in the folder of its routes, and fails where one is gone by then. */
const temporary = fileURLToPath(new URL("../../target/frameworks/", import.meta.url));

/** As editors do that write a temporary file and rename it: no server reads a file that is half written. */
async function write(file, text) {
  const written = join(temporary, `${process.pid}-${basename(file)}`);
  await mkdir(dirname(file), { recursive: true });
  await mkdir(temporary, { recursive: true });
  await writeFile(written, text);
  await rename(written, file);
}

const plain = (name, kind) => ({ name, kind, save: (files, number) => files.change(kind, number) });
const serverOnly = {
  name: "server-only",
  kind: "text",
  save: (files, number) => files.text(`\nregister("text ${number}");`),
};
const newFile = {
  name: "new file",
  kind: "text",
  async save(files, number) {
    await files.add(`added-${number}.ts`, `export const added = "text ${number}";\n`);
    await files.text(`import { added } from "./added-${number}";\n\nregister(added);`);
  },
};
const late = (index) => ({
  name: "late dependency",
  kind: "text",
  save: (files, number) =>
    files.text(
      `import * as late from "${files.late[index]}";\n\nregister(Object.keys(late).length > 0 ? "text ${number}" : "");`,
    ),
});

/** A syntax error. Nothing shows it, so it is saved beside the edit that fixes it. */
export const broken = (files) => files.text("\nregister((;");

/** @type {Edit[]} */
export const edits = [
  serverOnly,
  plain("client", "page"),
  plain("shared", "shared"),
  plain("lazy", "lazy"),
  plain("plain", "post"),
  newFile,
  serverOnly,
  late(0),
  plain("client", "page"),
  plain("plain", "slow"),
  plain("shared", "shared"),
  late(1),
  plain("lazy", "lazy"),
  newFile,
  { ...serverOnly, name: "syntax error" },
  plain("plain", "post"),
  late(2),
  serverOnly,
  plain("client", "page"),
  plain("config", "config"),
];
