/* license */
"use client"
"use strict"
export let n = 0;
export const inc = () => n++;
