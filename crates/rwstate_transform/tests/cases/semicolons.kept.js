import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } /* rwstate: keep */ let n = __rwstate_keep("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n);
export function f(xs) {
  __rwstate_write(n++, __rwstate_n)
  ;[1].map(() => __rwstate_write(n--, __rwstate_n))
  __rwstate_write(n++, __rwstate_n);
  if (xs) __rwstate_write(n++, __rwstate_n);
  else __rwstate_write(n--, __rwstate_n);
  do __rwstate_write(n++, __rwstate_n);
  while (n < 3)
  for (n of xs) { __rwstate_write(0, __rwstate_n); __rwstate_write(n++, __rwstate_n) }
  label: for (n of xs) { __rwstate_write(0, __rwstate_n); { continue label } }
  return () => __rwstate_write(n++, __rwstate_n);
}
export const g = () => (__rwstate_write({ n } = g(), __rwstate_n))
// n: Asked, kept
