import * as all from "marked";
import { getDefaults, lexer, Marked, marked, parse, setOptions, use } from "marked";

const text = `# Title *em*\n\n- a\n- [ ] b\n\n| x | y |\n|---|--:|\n| 1 | \`2\` |\n\n> quote\n\n\`\`\`js\nlet a = "<b>";\n\`\`\`\n[link](http://a.b "t") <br> line  \nnext ~~gone~~\n\nterm: ::hi::`;
console.log(
  parse(text),
  lexer(text).map(({ type }) => type),
);
// The defaults are an export that changes.
const before = all.defaults;
setOptions({ breaks: true, gfm: true });
console.log(before === all.defaults, all.defaults.breaks, getDefaults().breaks, parse("a\nb"));
use({
  renderer: { heading: ({ depth, text }) => `<h${depth} class="own">${text}</h${depth}>` },
  walkTokens: (token) => token.type === "strong" && (token.text += "!"),
  hooks: { postprocess: (html) => html.trim() },
  extensions: [
    {
      name: "hi",
      level: "inline",
      start: (source) => source.indexOf("::"),
      tokenizer(source) {
        const match = /^::(\w+)::/.exec(source);
        return match && { type: "hi", raw: match[0], word: match[1] };
      },
      renderer: ({ word }) => `<hi>${word}</hi>`,
    },
  ],
});
console.log(
  parse("# Own\n\n::there:: **b**"),
  marked.defaults === all.defaults,
  all.defaults.extensions.startInline.length,
);
console.log(
  new Marked({ async: true }).parse("*x*") instanceof Promise,
  await new Marked().parse("*x*", { async: true }),
);
try {
  parse(null);
} catch (error) {
  console.log(error.message);
}
