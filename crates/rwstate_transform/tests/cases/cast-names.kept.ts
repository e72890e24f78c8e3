import { keep as __rwstate_keep, write as __rwstate_write } from "rwstate/preserve"; function __rwstate_as_(v) { return arguments.length ? as_ = v : as_; } function __rwstate_satisfied(v) { return arguments.length ? satisfied = v : satisfied; } function __rwstate_asserted(v) { return arguments.length ? asserted = v : asserted; } function __rwstate_certain(v) { return arguments.length ? certain = v : certain; } function __rwstate_both(v) { return arguments.length ? both = v : both; } // A function gets its name whatever types are said of it.
type F = () => void;
/* rwstate: keep */
let as_ = __rwstate_keep("app@1.0.0/m#as_~a80dd4dc", () => ({ ["as_"]: ((() => {}) as F) })["as_"], __rwstate_as_);
/* rwstate: keep */
let satisfied = __rwstate_keep("app@1.0.0/m#satisfied~eebe280c", () => ({ ["satisfied"]: ((function () {}) satisfies F) })["satisfied"], __rwstate_satisfied);
/* rwstate: keep */
let asserted = __rwstate_keep("app@1.0.0/m#asserted~f4380935", () => ({ ["asserted"]: (<F>(() => {})) })["asserted"], __rwstate_asserted);
/* rwstate: keep */
let certain = __rwstate_keep("app@1.0.0/m#certain~ed097b88", () => ({ ["certain"]: ((() => {})!) })["certain"], __rwstate_certain);
/* rwstate: keep */
let both = __rwstate_keep("app@1.0.0/m#both~9ffd9807", () => ({ ["both"]: (((class {}) as any)!) })["both"], __rwstate_both);
/* rwstate: keep */
export default __rwstate_keep("app@1.0.0/m#default~af0152cd", () => ({ ["default"]: ((() => {}) as F) })["default"]);
class Holder { /* rwstate: keep */ static made = __rwstate_keep("app@1.0.0/m#Holder.made~af0152cd", () => ({ ["made"]: ((() => {}) as F) })["made"]); /* rwstate: keep */ static "#quoted" = __rwstate_keep("app@1.0.0/m#Holder.#quoted~0b687036", () => ({ ["#quoted"]: (() => {}) })["#quoted"]); }
export const change = () => { __rwstate_write(as_ = __rwstate_write(satisfied = __rwstate_write(asserted = __rwstate_write(certain = __rwstate_write(both = () => {}, __rwstate_both), __rwstate_certain), __rwstate_asserted), __rwstate_satisfied), __rwstate_as_); return Holder; };
// as_: Asked, kept
// satisfied: Asked, kept
// asserted: Asked, kept
// certain: Asked, kept
// both: Asked, kept
// default: Asked, kept
// Holder.made: Asked, kept
// Holder.#quoted: Asked, kept
