/** Puts a comment `rwstate: keep` before each declaration of a module, or before those with some names. */
import { parseSync } from "vite";

const comment = "/* rwstate: keep */ ";

/**
 * @param {string} file
 * @param {string} code
 * @param {string[]} [names] those in keys: `cache`, `Pool.idle`, `default`
 * @returns {string}
 */
export function addKeepComments(file, code, names) {
  const { program } = parseSync(file, code);
  const starts = new Set();
  const ask = (start, ...declared) => {
    if (!names || declared.some((name) => names.includes(name))) starts.add(start);
  };
  for (const statement of program.body) {
    const { type, start, declaration } = statement;
    switch (type) {
      case "ExportNamedDeclaration":
        if (declaration) declare(declaration, start, ask);
        break;
      case "ExportDefaultDeclaration":
        if (declaration.type === "ClassDeclaration") statics(declaration, named(declaration), ask);
        else if (declaration.type !== "FunctionDeclaration") ask(start, "default");
        break;
      default:
        declare(statement, start, ask);
    }
  }
  return [...starts]
    .sort((a, b) => b - a)
    .reduce((text, at) => text.slice(0, at) + comment + text.slice(at), code);
}

function declare(node, start, ask) {
  if (node.type === "ClassDeclaration") statics(node, named(node), ask);
  if (node.type === "BlockStatement")
    for (const inner of node.body) declare(inner, inner.start, ask);
  if (node.type !== "VariableDeclaration" || node.declare) return;
  ask(start, ...node.declarations.flatMap(({ id }) => bound(id)));
  for (const { id, init } of node.declarations) {
    if (init?.type === "ClassExpression") statics(init, id.name, ask);
  }
}

function named({ id }) {
  return id?.name ?? "default";
}

/** Adds the static fields of a class. `name` is that of the variable which holds it, where there is one. */
function statics({ body }, name, ask) {
  for (const { type, static: isStatic, start, key, value } of body.body) {
    if (type !== "PropertyDefinition" || !isStatic || !value) continue;
    const own = key.type === "PrivateIdentifier" ? `#${key.name}` : (key.name ?? key.value);
    ask(start, `${name}.${own}`);
  }
}

/** The names that a pattern binds. */
function bound(pattern) {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap(({ value, argument }) => bound(value ?? argument));
    case "ArrayPattern":
      return pattern.elements.flatMap(bound);
    case "AssignmentPattern":
      return bound(pattern.left);
    case "RestElement":
      return bound(pattern.argument);
    default:
      return [];
  }
}
