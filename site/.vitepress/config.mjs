// The site is the repository's own Markdown, at the addresses that it has there: README.md is the first page, and what a diagnostic prints as
// its page is below the site's address. Links are relative, so they lead to the same in a checkout, on GitHub and here.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { slug } from "github-slugger";
import { defineConfig } from "vitepress";
import { checkAnchors } from "./anchors.mjs";

const here = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** What has no page of the site. */
const without = ["bench", "crates", "packages", "playground", "site", "target", "xtask"].map(
  (folder) => `${folder}/**`,
);

/** What comes first in the sidebar; other pages of `docs/` follow. */
const first = ["state", "options", "cli", "compatibility", "framework-authors", "limits"];

export default defineConfig({
  title: "rwstate",
  description: "Module-level state that survives Vite's dependency re-optimization",
  // Else a browser asks for an icon that is not there.
  head: [["link", { rel: "icon", href: "data:," }]],
  srcDir: root,
  srcExclude: without,
  outDir: `${root}target/site`,
  cacheDir: `${root}target/site-cache`,
  rewrites: { "README.md": "index.md", "docs/diagnostics/README.md": "docs/diagnostics/index.md" },
  // Pictures follow the system's color scheme, so pages do too.
  appearance: "force-auto",
  markdown: { anchor: { slugify: slug } },
  themeConfig: {
    outline: [2, 3],
    search: { provider: "local" },
    sidebar: [
      { text: "Overview", link: "/" },
      { text: "Guide", items: pages("docs/") },
      { text: "Design", items: pages("docs/design/") },
      {
        text: "Diagnostics",
        link: "/docs/diagnostics/",
        collapsed: true,
        items: pages("docs/diagnostics/"),
      },
      {
        text: "Project",
        items: ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map((file) => page(file)),
      },
    ],
  },
  transformPageData(page) {
    // The picture on it is wide.
    if (page.relativePath === "index.md") page.frontmatter.aside = false;
  },
  vite: {
    plugins: [
      {
        name: "vue-of-pages",
        enforce: "pre",
        // Pages become modules of Vue, and no folder above them has it.
        resolveId(id, importer) {
          if (/^vue(\/|$)/.test(id) && importer?.endsWith(".md")) return this.resolve(id, here);
        },
      },
    ],
  },
  buildEnd: ({ outDir }) => checkAnchors(outDir),
});

/** The pages of a folder, by their titles. */
function pages(folder) {
  const rank = (file) => first.indexOf(file.slice(0, -3)) >>> 0;
  return readdirSync(root + folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .toSorted((a, b) => rank(a) - rank(b))
    .map((file) => page(folder + file));
}

function page(file) {
  const [, text] = /^# (.*)/.exec(readFileSync(root + file, "utf8"));
  return { text: text.replaceAll("`", ""), link: `/${file.slice(0, -3)}` };
}
