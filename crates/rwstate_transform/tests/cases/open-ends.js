// What relied on a line break for its end does not go on in the next line.
/* rwstate: keep */ let n = 0, m = 1, cb = () => {}
(globalThis.call);
/* rwstate: keep */
const f = () => n++
(f);
export const g = () => n = () => m++
[f].length;
export const h = async function* () {
  let x = n++, y = m = n--
  [x, y] = [y, x]
  for (let i = n++; i < 3;) i = m++
  (x);
  for (n of x) y = m++
  (x);
  yield n++
  (x);
  if (x) return n++
  (x);
  cb = x => {}
  (x);
  throw m++
  (x);
};
export class A {
  own = () => n++
  [m] = 1;
}
export default () => n++
(f);
