#!/usr/bin/env node /* rwstate: keep */ let n = 0;
export const inc = () => n++;
