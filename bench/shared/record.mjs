// What `--record` does with a figure's text: it takes the place of the last one in docs/benchmarks.md, between two comments with its name.
import { readFile, writeFile } from "node:fs/promises";

const page = new URL("../../docs/benchmarks.md", import.meta.url);

/** Writes a text into the page, under a name that the page has already. */
export async function record(name, text) {
  await writeFile(page, placed(await readFile(page, "utf8"), name, text));
}

/** The page with a text in place of that with the same name. */
export function placed(page, name, text) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- / -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  return `${page.slice(0, from)}${begin}\n\`\`\`\n${text.trim()}\n\`\`\`\n\n${page.slice(to)}`;
}
