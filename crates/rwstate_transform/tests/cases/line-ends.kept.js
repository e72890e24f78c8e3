import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } function __rwstate_last(v) { return arguments.length ? last = v : last; } // A block is an end already; a static property ends as a variable does.
/* rwstate: keep */ let n = __rwstate_keep("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n);
/* rwstate: keep */ let last = __rwstate_keep("app@1.0.0/m#last~9c3e4688", () => (0), __rwstate_last);
export function all(list, object) {
  if (list) for (n of list) { __rwstate_write(0, __rwstate_n); __rwstate_write(n++, __rwstate_n) }
  else __rwstate_write(n--, __rwstate_n);
  (__rwstate_write({ last = n } = object, __rwstate_last))
}
export class Pool {
  /* rwstate: keep */ static idle = __rwstate_keep("app@1.0.0/m#Pool.idle~47f4dedc", () => (new Map()));
  static take() { return Pool.idle.clear() }
}
// n: Asked, kept
// last: Asked, kept
// Pool.idle: Asked, kept
