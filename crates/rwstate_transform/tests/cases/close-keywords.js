// Code that was made small has no space between a keyword and what is written.
/* rwstate: keep */ let n=0,m=1;export function*f(x){if(x)[n,m]=[m,n];else++n;do++n;while(n<3);switch(x){case++n:yield++m}
if(typeof++n)return[n]=x;return{m}=x}
export const g=async()=>{await++n;for(const x of[++n])void++x,delete++n;throw++n in{}};
/* rwstate: keep */
export default[1];
