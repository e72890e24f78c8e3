/* rwstate: keep */ let n = 0;
export const run = (text) => { n++; return (0, eval)(text); };
