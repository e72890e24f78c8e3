import { keep as __rwstate_keep_, write as __rwstate_write_ } from "rwstate/preserve"; function __rwstate___rwstate_n(v) { return arguments.length ? __rwstate_n = v : __rwstate_n; } function __rwstate_n_(v) { return arguments.length ? n = v : n; } function __rwstate___rwstate_keep(v) { return arguments.length ? __rwstate_keep = v : __rwstate_keep; } function __rwstate___proto__(v) { return arguments.length ? __proto__ = v : __proto__; } import { keep } from "keeper";
/* rwstate: keep */ let __rwstate_n = __rwstate_keep_("app@1.0.0/m#__rwstate_n~4561e909", () => (1), __rwstate___rwstate_n), n = __rwstate_keep_("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n_), __rwstate_keep = __rwstate_keep_("app@1.0.0/m#__rwstate_keep~245ed040", () => (keep), __rwstate___rwstate_keep);
export const inc = () => { __rwstate_write_(__rwstate_n++, __rwstate___rwstate_n); __rwstate_write(__rwstate_write_(n++, __rwstate_n_)); __rwstate_write_(__rwstate_keep = 1, __rwstate___rwstate_keep); };
/* rwstate: keep */ let __proto__ = __rwstate_keep_("app@1.0.0/m#__proto__~37aadff2", () => ({ ["__proto__"]: (() => {}) })["__proto__"], __rwstate___proto__);
export const proto = () => (__rwstate_write_(__proto__ = null, __rwstate___proto__));
// __rwstate_n: Asked, kept
// n: Asked, kept
// __rwstate_keep: Asked, kept
// __proto__: Asked, kept
