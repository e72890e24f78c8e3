/** Each form of a declaration and of a write does exactly the same when it is rewritten. */
import { describe, expect, test } from "vitest";
import { assignments } from "./forms/assignments.js";
import { classes } from "./forms/classes.js";
import { containers } from "./forms/containers.js";
import { cycles } from "./forms/cycles.js";
import { exported } from "./forms/exported.js";
import { functions } from "./forms/functions.js";
import { initializers } from "./forms/initializers.js";
import { loops } from "./forms/loops.js";
import { syntax } from "./forms/syntax.js";
import { typeScript } from "./forms/typescript.js";
import { type Form, observe } from "./observe.js";

const groups = {
  assignments,
  loops,
  functions,
  initializers,
  containers,
  classes,
  exported,
  cycles,
  syntax,
  typeScript,
};

describe.each(Object.entries(groups))("%s", (_, forms) => {
  test.each<Form>(forms)("$name", async (form) => {
    const original = await observe(form, "original");
    const rewritten = await observe(form, "rewritten");
    expect(original.throws, JSON.stringify(original.seen["thrown"])).toBe(form.throws);
    expect(rewritten.seen).toEqual(original.seen);
    expect(rewritten.kept).toEqual(form.keeps);
  });
});
