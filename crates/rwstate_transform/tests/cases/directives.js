/* license */
"use client"
"use strict"
/* rwstate: keep */ export let n = 0;
export const inc = () => n++;
