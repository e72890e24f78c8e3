import { z } from "zod";
import * as old from "zod/v3";

const Person = z.object({
  name: z.string().trim().min(2),
  mail: z.email().optional(),
  age: z.coerce.number().int().positive(),
  tags: z.set(z.string()).default(new Set(["none"])),
  kind: z.discriminatedUnion("type", [
    z.object({ type: z.literal("a"), n: z.number() }),
    z.object({ type: z.literal("b") }),
  ]),
});
const good = { name: " ann ", age: "7", kind: { type: "a", n: 1 } };
console.log(Person.parse(good));
const bad = Person.safeParse({ name: "x", mail: "?", age: -1, kind: { type: "c" } });
console.log(
  bad.success,
  bad.error.issues,
  z.prettifyError(bad.error),
  z.flattenError(bad.error).fieldErrors,
);
const Node = z.object({
  value: z.number(),
  get children() {
    return z.array(Node);
  },
});
console.log(
  Node.parse({ value: 1, children: [{ value: 2, children: [] }] }),
  Node.safeParse({ value: 1, children: [{}] }).error.issues.length,
);
console.log(z.toJSONSchema(Node), z.toJSONSchema(Person, { unrepresentable: "any", io: "input" }));

// What the module keeps: registries and the global configuration.
const registry = z.registry();
registry.add(Person, { title: "person" });
z.string().meta({ id: "named", title: "A name" });
console.log(registry.get(Person), z.globalRegistry.get(z.string()), registry.has(Node));
z.config({ customError: (issue) => `configured ${issue.code}` });
console.log(z.number().safeParse("x").error.issues[0].message, z.config().customError.name);
z.config({ customError: undefined });
console.log(
  z
    .string()
    .transform((s) => s.length)
    .pipe(z.number().max(3))
    .safeParse("long").error.issues[0].message,
);
console.log(
  await z
    .string()
    .refine(async (s) => s === "ok")
    .parseAsync("ok"),
  z.codec(z.string(), z.number(), { decode: Number, encode: String }).encode(5),
);
console.log(
  z.stringbool().parse("yes"),
  z.templateLiteral(["a", z.number()]).parse("a5"),
  z.enum(["x", "y"]).exclude(["x"]).options,
);

old.z.setErrorMap(() => ({ message: "old map" }));
console.log(
  old.z.object({ a: old.z.string().emoji() }).safeParse({ a: "x" }).error.issues,
  old.z.string().emoji().parse("🎉"),
  old.z.string().brand("b").parse("s"),
);
