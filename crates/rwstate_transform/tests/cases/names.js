import { keep } from "keeper";
/* rwstate: keep */ let __rwstate_n = 1, n = 0, __rwstate_keep = keep;
export const inc = () => { __rwstate_n++; __rwstate_write(n++); __rwstate_keep = 1; };
/* rwstate: keep */ let __proto__ = () => {};
export const proto = () => (__proto__ = null);
