// What `--record` does with a text: it takes the place of the last one in a page of docs/, between two comments with its name.
import { readFile, writeFile } from "node:fs/promises";

const benchmarks = new URL("../../docs/benchmarks.md", import.meta.url);

/** Writes a figure's text into docs/benchmarks.md, under a name that the page has already. */
export function record(name, text) {
  return place(benchmarks, name, `\`\`\`\n${text.trim()}\n\`\`\``);
}

/**
 * Writes a text in Markdown into a page, under a name that the page has already.
 *
 * @param {URL} page
 * @param {string} name
 * @param {string} text
 */
export async function place(page, name, text) {
  await writeFile(page, placed(await readFile(page, "utf8"), name, text));
}

/**
 * The text that a page has under a name.
 *
 * @param {URL} page
 * @param {string} name
 */
export async function recorded(page, name) {
  const text = await readFile(page, "utf8");
  return text.slice(...spanOf(text, name)).trim();
}

/** The text of a page with a text in place of that with the same name. */
export function placed(page, name, text) {
  const [from, to] = spanOf(page, name);
  return `${page.slice(0, from)}\n${text.trim()}\n\n${page.slice(to)}`;
}

/** Where in a page the text with a name begins and ends. */
function spanOf(page, name) {
  const begin = `<!-- ${name} -->\n`;
  const from = page.indexOf(begin);
  const to = page.indexOf("<!-- / -->", from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for ${name}`);
  return [from + begin.length, to];
}
