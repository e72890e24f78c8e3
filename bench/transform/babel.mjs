// The simple forms of `rwstate_transform`, as a Babel plugin: an empty collection that a constant holds, and a variable that
// functions reassign. No list of constructors, no look at what a value holds, no refusals: less work than what it is compared with.
const collections = new Set(["Map", "Set", "WeakMap", "WeakSet"]);

export default function keepState({ types: t, template }) {
  const mirror = template.statement(
    "function MIRROR(VALUE) { return arguments.length ? NAME = VALUE : NAME; }",
  );
  const imports = template.statement(
    'import { keep as KEEP, write as WRITE } from "rwstate/preserve";',
    {
      sourceType: "module",
    },
  );
  return {
    visitor: {
      Program(path, state) {
        const { scope } = path;
        const KEEP = scope.generateUidIdentifier("keep");
        const WRITE = scope.generateUidIdentifier("write");
        const added = [];
        const wrap = (declarator, name, ...more) => {
          const { init } = declarator.node;
          const text = init ? state.file.code.slice(init.start, init.end) : "";
          const key = t.stringLiteral(`app@1.0.0/m#${name}~${hash(text)}`);
          const make = t.arrowFunctionExpression([], init ?? t.identifier("undefined"));
          declarator.node.init = t.callExpression(t.cloneNode(KEEP), [key, make, ...more]);
          state.file.metadata.entries = (state.file.metadata.entries ?? 0) + 1;
        };
        for (const [name, binding] of Object.entries(scope.bindings)) {
          const declarator = binding.path;
          if (!declarator.isVariableDeclarator() || !t.isIdentifier(declarator.node.id)) continue;
          const { parentPath: declaration } = declarator;
          const isPlain =
            declaration.parentPath.isProgram() || declaration.parentPath.isExportNamedDeclaration();
          if (!isPlain) continue;
          if (declaration.node.kind === "const") {
            if (isCollection(declarator.node.init, scope)) wrap(declarator, name);
            continue;
          }
          const writes = binding.constantViolations;
          if (writes.length === 0 || !writes.every((write) => write.getFunctionParent())) continue;
          const MIRROR = scope.generateUidIdentifier(`mirror_${name}`);
          const VALUE = t.identifier(name === "v" ? "w" : "v");
          added.push(mirror({ MIRROR, VALUE, NAME: t.identifier(name) }));
          wrap(declarator, name, t.cloneNode(MIRROR));
          for (const write of writes) redirect(write, WRITE, MIRROR);
        }
        if (state.file.metadata.entries) {
          path.unshiftContainer("body", [imports({ KEEP, WRITE }), ...added]);
        }
        path.stop();
      },
    },
  };

  function redirect(write, WRITE, MIRROR) {
    const call = (node) => t.callExpression(t.cloneNode(WRITE), [node, t.cloneNode(MIRROR)]);
    if (write.isForXStatement()) {
      write.ensureBlock();
      write.get("body").unshiftContainer("body", t.expressionStatement(call(t.numericLiteral(0))));
    } else if (write.isAssignmentExpression() || write.isUpdateExpression()) {
      write.replaceWith(call(write.node));
      write.skip();
    }
  }

  function isCollection(init, scope) {
    return (
      t.isNewExpression(init) &&
      t.isIdentifier(init.callee) &&
      collections.has(init.callee.name) &&
      init.arguments.length === 0 &&
      !scope.hasBinding(init.callee.name, true)
    );
  }
}

function hash(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
