/** The texts of values, by their forms. */
import { describe, identify, ownValue, type Identity } from "./identify.mjs";
import * as own from "./intrinsics.mjs";
import { isDeep, isReadable, keysOf, list, type Path, type Budget } from "./budget.mjs";
import { looksSecret } from "./secrets.mjs";
import { line, propertyName, quote, shortName } from "./text.mjs";

const hugeInteger = 2n ** 256n;

const hidden = "(hidden)";
const unreadable = "(unreadable)";

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

export function show(value: unknown, budget: Budget, up: Path | undefined): string {
  if (!isObject(value)) return showPrimitive(value, budget, up ? 100 : 500);
  for (let path = up; path; path = path.up) if (path.container === value) return "(cycle)";
  if (budget.objects <= 0) return "…";
  budget.objects--;
  try {
    return showObject(value, identify(value), budget, up);
  } catch {
    // An object of another origin in a page, or a stack overflow.
    return unreadable;
  }
}

function showPrimitive(value: unknown, budget: Budget, most: number): string {
  switch (typeof value) {
    case "string":
      return isReadable(value, budget) ? quote(value, most) : `string(${value.length})`;
    case "bigint":
      // The time to convert a bigint grows faster than its digits.
      return value < hugeInteger && value > -hugeInteger ? `${value}n` : "bigint of over 256 bits";
    case "symbol":
      return `Symbol(${shortName(own.symbolDescription(value) ?? "")})`;
    case "number":
      return value === 0 && 1 / value < 0 ? "-0" : `${value}`;
    case "boolean":
      return `${value}`;
    default:
      // "undefined" is also the type of `document.all` in a page.
      return value === null ? "null" : "undefined";
  }
}

function showObject(
  value: object,
  identity: Identity,
  budget: Budget,
  up: Path | undefined,
): string {
  const { form, name } = identity;
  const path = { container: value, depth: up ? up.depth + 1 : 0, up };
  switch (form) {
    case "Array":
    case "Arguments":
      return showArray(value, name, budget, path);
    case "TypedArray": {
      const length = own.typedArrayLength(value);
      const item = (at: number) => showPrimitive((value as Uint8Array)[at], budget, 0);
      return list(`${name}(${length}) [`, "]", length, budget, path, item);
    }
    case "Map":
      return showMap(value, name, budget, path);
    case "Set":
      return showSet(value, name, budget, path);
    case "Object":
    case "Module":
      return showProperties(value, name, budget, path);
    case "Error": {
      const message = ownValue(value, "message");
      if (typeof message !== "string" || message === "") return `${name}`;
      return `${name}: ${isReadable(message, budget) ? line(message, 200) : "…"}`;
    }
    case "Function": {
      const isClass = own.slice(own.functionSource(value as () => void), 0, 5) === "class";
      return `${isClass ? "class" : "ƒ"}${name && " "}${name}`;
    }
    case "RegExp": {
      const source = own.regExpSource(value);
      return `/${isReadable(source, budget) ? line(source, 100) : "…"}/${own.regExpFlags(value)}`;
    }
    case "Date": {
      const time = own.dateTime(value as Date);
      // The time of an invalid date is NaN.
      return time <= 0 || time > 0 ? own.dateText(value as Date) : "Invalid Date";
    }
    case "ArrayBuffer":
      return `${name}(${own.bufferBytes(value)})`;
    case "SharedArrayBuffer":
      return `${name}(${own.sharedBytes(value)})`;
    case "DataView":
      return `${name}(${own.viewBytes(value)})`;
    case "Number":
    case "String":
    case "Boolean":
    case "Symbol":
    case "BigInt":
      return `${name}(${showPrimitive(own[`${form}Value`](value as never), budget, 100)})`;
    default:
      return `${name}`;
  }
}

function showArray(value: object, name: string | null, budget: Budget, path: Path): string {
  const length = ownValue(value, "length");
  const count = typeof length === "number" ? length : 0;
  // Whether the next item follows the name of a secret, as in `["authorization", "Bearer …"]`: headers, or arguments of a command.
  let isNext = false;
  const item = (at: number) => {
    const descriptor = describe(value, at);
    if (!descriptor) return "(hole)";
    const text = isNext ? hidden : showDescriptor(descriptor, budget, path);
    const element = isNext || !own.hasOwn(descriptor, "value") ? undefined : descriptor.value;
    isNext = typeof element === "string" && element.length <= 40 && looksSecret(element);
    return text;
  };
  return list(name === "Array" ? "[" : `${name}(${count}) [`, "]", count, budget, path, item);
}

function showMap(value: object, name: string | null, budget: Budget, path: Path) {
  const entries = own.mapEntries(value);
  const count = own.mapSize(value);
  return list(`${name}(${count}) { `, " }", count, budget, path, () => {
    const entry = own.nextOfMap(entries).value;
    const key = show(entry[0], budget, path);
    const isHidden = typeof entry[0] === "string" && isSecret(entry[0]);
    return `${key} → ${isHidden ? hidden : show(entry[1], budget, path)}`;
  });
}

function showSet(value: object, name: string | null, budget: Budget, path: Path): string {
  const values = own.setValues(value);
  const count = own.setSize(value);
  const item = () => show(own.nextOfSet(values).value, budget, path);
  return list(`${name}(${count}) { `, " }", count, budget, path, item);
}

function showProperties(value: object, name: string | null, budget: Budget, path: Path): string {
  const open = name === null ? "[null prototype] { " : name === "" ? "{ " : `${name} { `;
  if (isDeep(path)) return `${open}… }`;
  const keys = keysOf(value, budget);
  if (typeof keys === "string") return `${open}${keys} }`;
  const { names, symbols } = keys;
  // The only symbol of a module's namespace is `Symbol.toStringTag`.
  const count = name === "Module" ? names.length : keys.count;
  return list(open, " }", count, budget, path, (at) => {
    const isName = at < names.length;
    const key = isName ? names[at]! : symbols[at - names.length]!;
    const text = isName ? propertyName(names[at]!) : `[${showPrimitive(key, budget, 0)}]`;
    const word = typeof key === "string" ? key : (own.symbolDescription(key) ?? "");
    const descriptor = describe(value, key);
    if (isSecret(word)) return `${text}: ${hidden}`;
    return `${text}: ${descriptor ? showDescriptor(descriptor, budget, path) : unreadable}`;
  });
}

function showDescriptor(descriptor: PropertyDescriptor, budget: Budget, path: Path): string {
  if (own.hasOwn(descriptor, "value")) return show(descriptor.value, budget, path);
  return descriptor.get ? "(getter)" : "(setter)";
}

/** Whether a name is that of a secret. A very long one is not read, and counts as one. */
function isSecret(name: string): boolean {
  return name.length > 1000 || looksSecret(name);
}
