/** A registry that throws if a name is registered twice. */
const names = new Map<string, string>();

export function define(name: string, text: string): void {
  if (names.has(name)) throw new Error(`already registered: ${name}`);
  names.set(name, text);
}

export const defined = (): Record<string, string> => Object.fromEntries(names);
