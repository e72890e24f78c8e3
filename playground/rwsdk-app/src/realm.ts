/** What this app knows of its realm, by a name on `globalThis` that no tool resets. */
interface Realm {
  objects: WeakMap<object, number>;
  nextObject: number;
  readers: Set<() => { request: Request }>;
}

const realm: Realm = ((globalThis as { playgroundRealm?: Realm }).playgroundRealm ??= {
  objects: new WeakMap(),
  nextObject: 1,
  readers: new Set(),
});

/** Each instance of rwsdk that ever answered, by its function that reads the current request. */
export const { readers } = realm;

/** The number of an object in this realm, `null` for none. */
export function identify(object: object | undefined): number | null {
  if (object === undefined) return null;
  let number = realm.objects.get(object);
  if (number === undefined) realm.objects.set(object, (number = realm.nextObject++));
  return number;
}
