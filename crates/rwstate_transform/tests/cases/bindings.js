/* rwstate: keep */ export let count = 0;
/* rwstate: keep */ let a = 1, b;
/* rwstate: keep */ let cb = () => {};
/* rwstate: keep */ let C = class {};
/* rwstate: keep */ let old = function () {};
/* rwstate: keep */ let next = () => next = () => count++;
/* rwstate: keep */ var v = 1;
/* rwstate: keep */ var late;
let never = 1;
export function change(list, object) {
  count++;
  const before = count--;
  count += 2, count ??= 3;
  [a, b] = [b, a];
  ({ a, x: { b = count++ } } = object);
  for (count of list) use(count);
  for (const x in object) for (b in object) { if (!b) continue; use(b); }
  cb = () => 1;
  C = class {};
  old = null;
  v = v + 1;
  late = before;
  return never, --count;
}
