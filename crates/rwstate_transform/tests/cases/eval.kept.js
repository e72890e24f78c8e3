/* rwstate: keep */ let n = 0;
export const run = (text) => { n++; return eval(text); };
// n: Asked, refused, direct-eval
// RWS015 `n` is in a module that calls eval, which is not rewritten
