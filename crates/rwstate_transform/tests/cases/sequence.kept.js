import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } function __rwstate_m(v) { return arguments.length ? m = v : m; } /* rwstate: keep */ let n = (__rwstate_keep("app@1.0.0/m#n~ca2d24a3", () => (1, 2), __rwstate_n)), m = (__rwstate_keep("app@1.0.0/m#m~7c9671fe", () => (n, 3), __rwstate_m));
export const inc = () => { __rwstate_write(n = (1, 2), __rwstate_n); __rwstate_write(m++, __rwstate_m); };
// n: Asked, kept
// m: Asked, kept
