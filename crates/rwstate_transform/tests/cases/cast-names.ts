// A function gets its name whatever types are said of it.
type F = () => void;
/* rwstate: keep */
let as_ = (() => {}) as F;
/* rwstate: keep */
let satisfied = (function () {}) satisfies F;
/* rwstate: keep */
let asserted = <F>(() => {});
/* rwstate: keep */
let certain = (() => {})!;
/* rwstate: keep */
let both = ((class {}) as any)!;
/* rwstate: keep */
export default (() => {}) as F;
class Holder { /* rwstate: keep */ static made = (() => {}) as F; /* rwstate: keep */ static "#quoted" = () => {}; }
export const change = () => { as_ = satisfied = asserted = certain = both = () => {}; return Holder; };
