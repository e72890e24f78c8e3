// A plugin for the server of a lab, which counts how often modules of dependencies are evaluated.

/** Counts how often each module of a dependency is evaluated in an environment, by its key, for the probes of `apps/appended`. */
export function countEvaluations() {
  const count = `((counts) => (counts[key] = (counts[key] ?? 0) + 1))`;
  return {
    name: "playground:registrations",
    transform(code, id) {
      if (!id.includes("virtual:rwstate:dependencies")) return undefined;
      const { name } = this.environment;
      const counts = `((globalThis.playgroundAppended ??= {}).registered ??= {})[${JSON.stringify(name)}] ??= {}`;
      for (const place of ["commonJs.set(key, module);", "namespaces.set(key, copy);"]) {
        if (!code.includes(place)) throw new Error(`the registry has no ${place}`);
        code = code.replace(place, `${place}${count}(${counts});`);
      }
      return { code, map: null };
    },
  };
}
