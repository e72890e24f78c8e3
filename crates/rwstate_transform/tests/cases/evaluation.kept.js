import { keep as __rwstate_keep, write as __rwstate_write, make as __rwstate_make, evaluated as __rwstate_evaluated } from "rwstate/preserve"; function __rwstate_called(v) { return arguments.length ? called = v : called; } function __rwstate_inPlace(v) { return arguments.length ? inPlace = v : inPlace; } function __rwstate_handedOn(v) { return arguments.length ? handedOn = v : handedOn; } function __rwstate_guarded(v) { return arguments.length ? guarded = v : guarded; } function __rwstate_cleared(v) { return arguments.length ? cleared = v : cleared; } function __rwstate_later(v) { return arguments.length ? later = v : later; } function __rwstate_lazy(v) { return arguments.length ? lazy = v : lazy; } // A function that the evaluation calls is a part of it: what it makes the next evaluation is given, as a constant's is.
import { AsyncLocalStorage } from "node:async_hooks";
import { lazily } from "./lazily.js";
let called = __rwstate_keep("app@1.0.0/m#called~58865b27", () => void 0, __rwstate_called, true), inPlace = __rwstate_keep("app@1.0.0/m#inPlace~58865b27", () => void 0, __rwstate_inPlace, true), handedOn = __rwstate_keep("app@1.0.0/m#handedOn~58865b27", () => void 0, __rwstate_handedOn, true), guarded = __rwstate_keep("app@1.0.0/m#guarded~58865b27", () => void 0, __rwstate_guarded, true), cleared = __rwstate_keep("app@1.0.0/m#cleared~58865b27", () => void 0, __rwstate_cleared, true), later = __rwstate_keep("app@1.0.0/m#later~58865b27", () => void 0, __rwstate_later);
export function init() { __rwstate_write(called = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_called), __rwstate_called); }
init();
(() => { __rwstate_write(inPlace = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_inPlace), __rwstate_inPlace); })();
lazily(() => { __rwstate_write(handedOn = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_handedOn), __rwstate_handedOn); });
export function guard() { if (!guarded) __rwstate_write(guarded = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_guarded), __rwstate_guarded); return guarded; }
guard();
function clear() { __rwstate_write(cleared = undefined, __rwstate_cleared); }
clear();
export const renew = () => { __rwstate_write(cleared = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_cleared), __rwstate_cleared); };
export const get = () => (__rwstate_write(later ??= new AsyncLocalStorage(), __rwstate_later));
get();
// What it replaces, or makes in more than one statement, it would take from what still runs.
let replaced = new AsyncLocalStorage(), twice;
function replace() { replaced = new AsyncLocalStorage(); twice = new AsyncLocalStorage(); }
replace();
twice = new AsyncLocalStorage();
twice = new AsyncLocalStorage();
// Written by the module's own statements alone, a context is kept where it is made.
let own;
try { own = __rwstate_keep("app@1.0.0/m#own~68e8f74d", () => (new AsyncLocalStorage())); } catch {}
/* rwstate: keep */
let asked = 0;
function ask() { asked = 1; }
ask();
/* rwstate: keep */
let lazy = __rwstate_keep("app@1.0.0/m#lazy~58865b27", () => void 0, __rwstate_lazy);
function askLazily() { __rwstate_write(lazy ??= 1, __rwstate_lazy); }
askLazily();
export { called, inPlace, handedOn, own, replaced, twice, asked, lazy } // the last line

__rwstate_evaluated(__rwstate_called); __rwstate_evaluated(__rwstate_inPlace); __rwstate_evaluated(__rwstate_handedOn); __rwstate_evaluated(__rwstate_guarded); __rwstate_evaluated(__rwstate_cleared);
// called: Context, kept
// inPlace: Context, kept
// handedOn: Context, kept
// guarded: Context, kept
// cleared: Context, kept
// later: Context, kept
// replaced: Context, refused, written-at-top-level
// twice: Context, refused, written-at-top-level
// own: Context, kept
// asked: Asked, refused, written-at-top-level
// lazy: Asked, kept
// RWS023 `asked` is written whenever its module is evaluated, so it is not kept
