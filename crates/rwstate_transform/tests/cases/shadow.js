/* rwstate: keep */ let n = 0;
export const inc = (n) => { n++; };
export const own = () => { let n = 0; n++; return n; };
export const outer = () => n;
