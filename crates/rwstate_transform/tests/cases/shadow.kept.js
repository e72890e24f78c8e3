import { keep as __rwstate_keep } from "rwstate/preserve"; /* rwstate: keep */ let n = __rwstate_keep("app@1.0.0/m#n~835c36d9", () => (0));
export const inc = (n) => { n++; };
export const own = () => { let n = 0; n++; return n; };
export const outer = () => n;
// n: Asked, kept
