/* rwstate: keep */
let asked = 0;
asked = 1;
let unasked = 0;
unasked = 1;
export { asked, unasked };
// asked: Asked, refused, written-at-top-level
// RWS023 `asked` is written whenever its module is evaluated, so it is not kept
