/* rwstate: keep */ let n = (1, 2), m = (n, 3);
export const inc = () => { n = (1, 2); m++; };
