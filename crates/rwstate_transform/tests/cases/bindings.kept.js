import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_count(v) { return arguments.length ? count = v : count; } function __rwstate_a(v) { return arguments.length ? a = v : a; } function __rwstate_b(v) { return arguments.length ? b = v : b; } function __rwstate_cb(v) { return arguments.length ? cb = v : cb; } function __rwstate_C(v) { return arguments.length ? C = v : C; } function __rwstate_old(v) { return arguments.length ? old = v : old; } function __rwstate_next(v) { return arguments.length ? next = v : next; } function __rwstate_v(w) { return arguments.length ? v = w : v; } function __rwstate_late(v) { return arguments.length ? late = v : late; } /* rwstate: keep */ export let count = __rwstate_keep("app@1.0.0/m#count~9c3e4688", () => (0), __rwstate_count);
/* rwstate: keep */ let a = __rwstate_keep("app@1.0.0/m#a~4561e909", () => (1), __rwstate_a), b = __rwstate_keep("app@1.0.0/m#b~58865b27", () => void 0, __rwstate_b);
/* rwstate: keep */ let cb = __rwstate_keep("app@1.0.0/m#cb~37aadff2", () => ({ ["cb"]: (() => {}) })["cb"], __rwstate_cb);
/* rwstate: keep */ let C = __rwstate_keep("app@1.0.0/m#C~6fff9275", () => ({ ["C"]: (class {}) })["C"], __rwstate_C);
/* rwstate: keep */ let old = __rwstate_keep("app@1.0.0/m#old~be89fccf", () => ({ ["old"]: (function () {}) })["old"], __rwstate_old);
/* rwstate: keep */ let next = __rwstate_keep("app@1.0.0/m#next~7ab7a93e", () => ({ ["next"]: (() => __rwstate_write(next = () => __rwstate_write(count++, __rwstate_count), __rwstate_next)) })["next"], __rwstate_next);
/* rwstate: keep */ var v = __rwstate_keep("app@1.0.0/m#v~4561e909", () => (1), __rwstate_v);
/* rwstate: keep */ var late = __rwstate_keep("app@1.0.0/m#late~58865b27", () => late, __rwstate_late);
let never = 1;
export function change(list, object) {
  __rwstate_write(count++, __rwstate_count);
  const before = __rwstate_write(count--, __rwstate_count);
  __rwstate_write(count += 2, __rwstate_count), __rwstate_write(count ??= 3, __rwstate_count);
  __rwstate_write(__rwstate_write([a, b] = [b, a], __rwstate_a), __rwstate_b);
  (__rwstate_write(__rwstate_write({ a, x: { b = __rwstate_write(count++, __rwstate_count) } } = object, __rwstate_a), __rwstate_b));
  for (count of list) { __rwstate_write(0, __rwstate_count); use(count); }
  for (const x in object) for (b in object) { __rwstate_write(0, __rwstate_b); { if (!b) continue; use(b); } }
  __rwstate_write(cb = () => 1, __rwstate_cb);
  __rwstate_write(C = class {}, __rwstate_C);
  __rwstate_write(old = null, __rwstate_old);
  __rwstate_write(v = v + 1, __rwstate_v);
  __rwstate_write(late = before, __rwstate_late);
  return never, __rwstate_write(--count, __rwstate_count);
}
// count: Asked, kept
// a: Asked, kept
// b: Asked, kept
// cb: Asked, kept
// C: Asked, kept
// old: Asked, kept
// next: Asked, kept
// v: Asked, kept
// late: Asked, kept
