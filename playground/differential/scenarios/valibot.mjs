import * as v from "valibot";

v.setGlobalConfig({ lang: "de" });
v.setGlobalMessage((issue) => `global: ${issue.type}`, "de");
v.setSchemaMessage((issue) => `schema: ${issue.expected}`, "fr");
v.setSpecificMessage(v.email, (issue) => `specific: ${issue.received}`, "de");
const Person = v.object({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(2, "short"),
    v.transform((s) => s.toUpperCase()),
  ),
  mail: v.optional(v.pipe(v.string(), v.email()), "a@b.co"),
  age: v.union([v.number(), v.pipe(v.string(), v.transform(Number))]),
  kind: v.variant("type", [
    v.object({ type: v.literal("a"), n: v.number() }),
    v.object({ type: v.literal("b") }),
  ]),
  tree: v.lazy(() => v.array(v.any())),
});
const good = { name: " ann ", age: "7", kind: { type: "a", n: 1 }, tree: [] };
console.log(v.parse(Person, good), v.is(Person, { ...good, age: null }));
for (const input of [
  { ...good, name: "x", mail: "?" },
  { ...good, kind: { type: "c" } },
  null,
  {},
]) {
  const { success, issues } = v.safeParse(Person, input);
  console.log(
    success,
    issues?.map(({ message, path }) => [message, path?.map(({ key }) => key).join(".")]),
  );
}
console.log(v.safeParse(Person, {}, { lang: "fr", abortEarly: true }).issues[0].message);
v.deleteGlobalMessage("de");
console.log(v.flatten(v.safeParse(Person, { ...good, age: true, mail: "no" }).issues));
console.log(
  await v.parseAsync(
    v.pipeAsync(
      v.string(),
      v.checkAsync(async (s) => s === "ok", "async"),
    ),
    "ok",
  ),
);
console.log(
  v.safeParse(v.pipe(v.string(), v.maxGraphemes(1)), "👨‍👩‍👧").success,
  v.safeParse(v.pipe(v.string(), v.maxBytes(3)), "ééé").success,
);
try {
  v.parse(v.strictObject({ a: v.bigint() }), { a: 1n, b: 2 });
} catch (error) {
  console.log(error.name, error.message, error instanceof v.ValiError);
}
const Meta = v.pipe(v.string(), v.title("t"), v.metadata({ a: 1 }), v.brand("Id"));
console.log(
  v.getTitle(Meta),
  v.getMetadata(Meta),
  v.keyof(v.object({ a: v.string(), b: v.number() })).options,
);
