// Plain state of a dependency as published: a `var`, and a class with a static container.
import { AsyncLocalStorage } from "node:async_hooks";

var storage = new AsyncLocalStorage();
var count = 0;
class Registry {
  static seen = new Map();
}
const instance = (globalThis.statefulInstances = (globalThis.statefulInstances ?? 0) + 1);

export function hit(id, identify) {
  return storage.run(id, async () => {
    Registry.seen.set(id, ++count);
    await Promise.resolve();
    return {
      instance,
      count,
      seen: identify(Registry.seen),
      size: Registry.seen.size,
      storage: identify(storage),
      context: storage.getStore(),
    };
  });
}
//# sourceMappingURL=state.js.map
