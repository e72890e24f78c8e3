/** What this app records of its realm, on `globalThis`, which no tool resets. */
type Reader = () => { id: string } | undefined;

interface Realm {
  instances: number;
  objects: WeakMap<object, number>;
  nextObject: number;
  readers: Map<string, Set<Reader>>;
}

const realm: Realm = ((globalThis as { playgroundRealm?: Realm }).playgroundRealm ??= {
  instances: 0,
  objects: new WeakMap(),
  nextObject: 1,
  readers: new Map(),
});

/** Numbers the evaluations of modules in this realm. */
export function nextInstance(): number {
  return ++realm.instances;
}

/** The number of an object in this realm; `null` for no object. */
export function identify(object: object | undefined): number | null {
  if (object === undefined) return null;
  let number = realm.objects.get(object);
  if (number === undefined) realm.objects.set(object, (number = realm.nextObject++));
  return number;
}

/** By environment: every instance of the framework that has answered there, as its function that reads the context. */
export function readersOf(environment: string): Set<Reader> {
  let readers = realm.readers.get(environment);
  if (!readers) realm.readers.set(environment, (readers = new Set()));
  return readers;
}
