import { expect, test } from "vitest";
import { placed } from "./record.mjs";

const page = "# Figures\n\n<!-- a -->\n\nold\n\n<!-- / -->\n\n<!-- b -->\n\n<!-- / -->\n";

test("a text takes the place of the one with the same name", () => {
  const expected = page.replace("old", "new: 1.00");
  expect(placed(page, "a", "\nnew: 1.00\n")).toBe(expected);
  expect(placed(page, "b", "first")).toContain("<!-- b -->\n\nfirst\n\n<!-- / -->\n");
});

test("a name that the page does not have is an error", () => {
  expect(() => placed(page, "c", "text")).toThrow("the page has no place for c");
});
