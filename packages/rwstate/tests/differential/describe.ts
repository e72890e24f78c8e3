/**
 * Describes all that code can observe of a value as plain data: types, names, lengths, property attributes, prototypes, and which parts
 * are the same object. Two runs did the same if their values have the same description.
 */

export function describeValue(value: unknown, seen = new Map<unknown, number>()): unknown {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "number":
      return `number ${Object.is(value, -0) ? "-0" : value}`;
    case "bigint":
      return `bigint ${value}`;
    case "string":
    case "boolean":
      return value;
    case "symbol":
      return `${numbered(value, seen)} ${String(value)}`;
  }
  if (value === null) return null;
  const known = seen.get(value);
  if (known !== undefined) return `same as #${known}`;
  return { is: numbered(value, seen), ...describeObject(value as object, seen) };
}

function numbered(value: unknown, seen: Map<unknown, number>): string {
  const number = seen.get(value) ?? seen.size;
  seen.set(value, number);
  return `#${number}`;
}

function describeObject(value: object, seen: Map<unknown, number>): Record<string, unknown> {
  const described: Record<string, unknown> = { tag: Object.prototype.toString.call(value) };
  const prototype = Reflect.getPrototypeOf(value);
  described["prototype"] = prototype && prototype.constructor?.name;
  if (value instanceof Map || value instanceof Set) {
    described["entries"] = [...value].map((entry) => describeValue(entry, seen));
  }
  if (value instanceof Error) described["text"] = String(value);
  if (typeof value === "function") described["isClass"] = isClass(value);
  const properties = Reflect.ownKeys(value).filter((key) => key !== "stack");
  described["properties"] = properties.map((key) => [
    String(key),
    describeProperty(value, key, seen),
  ]);
  return described;
}

function describeProperty(value: object, key: string | symbol, seen: Map<unknown, number>) {
  let property: PropertyDescriptor | undefined;
  try {
    property = Reflect.getOwnPropertyDescriptor(value, key);
  } catch (error) {
    // An export that is not initialized yet.
    return { throws: String(error) };
  }
  const { get, set, value: held, ...attributes } = property!;
  const flags = Object.entries(attributes).flatMap(([name, is]) => (is ? [name] : []));
  // The prototype of a class refers to the class and has its methods.
  if (get || set) return { get: describeValue(get, seen), set: describeValue(set, seen), flags };
  return { value: describeValue(held, seen), flags: flags.join(" ") };
}

function isClass(value: Function): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
