import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_n(v) { return arguments.length ? n = v : n; } function __rwstate_m(v) { return arguments.length ? m = v : m; } // Code that was made small has no space between a keyword and what is written.
/* rwstate: keep */ let n=__rwstate_keep("app@1.0.0/m#n~9c3e4688", () => (0), __rwstate_n),m=__rwstate_keep("app@1.0.0/m#m~4561e909", () => (1), __rwstate_m);export function*f(x){if(x)__rwstate_write(__rwstate_write([n,m]=[m,n], __rwstate_n), __rwstate_m);else __rwstate_write(++n, __rwstate_n);do __rwstate_write(++n, __rwstate_n);while(n<3);switch(x){case __rwstate_write(++n, __rwstate_n):yield __rwstate_write(++m, __rwstate_m);}
if(typeof __rwstate_write(++n, __rwstate_n))return __rwstate_write([n]=x, __rwstate_n);return __rwstate_write({m}=x, __rwstate_m);}
export const g=async()=>{await __rwstate_write(++n, __rwstate_n);for(const x of[__rwstate_write(++n, __rwstate_n)])void++x,delete __rwstate_write(++n, __rwstate_n);throw __rwstate_write(++n, __rwstate_n) in{}};
/* rwstate: keep */
export default __rwstate_keep("app@1.0.0/m#default~be473f83", () => ([1]));
// n: Asked, kept
// m: Asked, kept
// default: Asked, kept
