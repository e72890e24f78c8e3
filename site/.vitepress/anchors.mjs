// VitePress fails where a link leads to no page. This fails where it leads to no heading of its page.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path/posix";

/** Throws with each link to an anchor that its page does not have. */
export function checkAnchors(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const pages = new Map(
    files
      .filter((file) => file.endsWith(".html"))
      .map((file) => [file.replaceAll("\\", "/"), readFileSync(join(folder, file), "utf8")]),
  );
  const dead = Array.from(pages).flatMap(([page, html]) =>
    Array.from(html.matchAll(/<a\b[^>]* href="([^"]*)#([^"]+)"/g))
      .filter(([, path, anchor]) => !/^\w+:/.test(path) && !has(page, path, anchor))
      .map(([, path, anchor]) => `${page}: ${path}#${anchor}`),
  );
  if (dead.length > 0) throw new Error(`links to missing anchors:\n  ${dead.join("\n  ")}`);

  function has(page, path, anchor) {
    const target = path === "" ? page : new URL(path, `http://site/${page}`).pathname.slice(1);
    return pages.get(target)?.includes(` id="${decodeURIComponent(anchor)}"`) ?? false;
  }
}
