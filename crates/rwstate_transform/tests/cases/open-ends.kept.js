import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } function __rwstate_m(v) { return arguments.length ? m = v : m; } function __rwstate_cb(v) { return arguments.length ? cb = v : cb; } // What relied on a line break for its end does not go on in the next line.
/* rwstate: keep */ let n = __rwstate_keep("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n), m = __rwstate_keep("app@1.0.0/m#m~4561e909", () => (1), __rwstate_m), cb = __rwstate_keep("app@1.0.0/m#cb~37aadff2", () => ({ ["cb"]: (() => {}) })["cb"], __rwstate_cb);
(globalThis.call);
/* rwstate: keep */
const f = __rwstate_keep("app@1.0.0/m#f~494945bf", () => ({ ["f"]: (() => __rwstate_write(n++, __rwstate_n)) })["f"]);
(f);
export const g = () => __rwstate_write(n = () => __rwstate_write(m++, __rwstate_m), __rwstate_n);
[f].length;
export const h = async function* () {
  let x = __rwstate_write(n++, __rwstate_n), y = __rwstate_write(m = __rwstate_write(n--, __rwstate_n), __rwstate_m);
  [x, y] = [y, x]
  for (let i = __rwstate_write(n++, __rwstate_n); i < 3;) i = __rwstate_write(m++, __rwstate_m);
  (x);
  for (n of x) { __rwstate_write(0, __rwstate_n); y = __rwstate_write(m++, __rwstate_m) }
  (x);
  yield __rwstate_write(n++, __rwstate_n);
  (x);
  if (x) return __rwstate_write(n++, __rwstate_n);
  (x);
  __rwstate_write(cb = x => {}, __rwstate_cb);
  (x);
  throw __rwstate_write(m++, __rwstate_m);
  (x);
};
export class A {
  own = () => __rwstate_write(n++, __rwstate_n);
  [m] = 1;
}
export default () => __rwstate_write(n++, __rwstate_n);
(f);
// n: Asked, kept
// m: Asked, kept
// cb: Asked, kept
// f: Asked, kept
