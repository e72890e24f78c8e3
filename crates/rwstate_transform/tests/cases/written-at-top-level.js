/* rwstate: keep */
let asked = 0;
asked = 1;
let unasked = 0;
unasked = 1;
export { asked, unasked };
