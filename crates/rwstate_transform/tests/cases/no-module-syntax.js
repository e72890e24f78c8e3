/* rwstate: keep */ let n = 0;
globalThis.inc = () => n++;
