// A function that the evaluation calls is a part of it: what it makes the next evaluation is given, as a constant's is.
import { AsyncLocalStorage } from "node:async_hooks";
import { lazily } from "./lazily.js";
let called, inPlace, handedOn, guarded, cleared, later;
export function init() { called = new AsyncLocalStorage(); }
init();
(() => { inPlace = new AsyncLocalStorage(); })();
lazily(() => { handedOn = new AsyncLocalStorage(); });
export function guard() { if (!guarded) guarded = new AsyncLocalStorage(); return guarded; }
guard();
function clear() { cleared = undefined; }
clear();
export const renew = () => { cleared = new AsyncLocalStorage(); };
export const get = () => (later ??= new AsyncLocalStorage());
get();
// What it replaces, or makes in more than one statement, it would take from what still runs.
let replaced = new AsyncLocalStorage(), twice;
function replace() { replaced = new AsyncLocalStorage(); twice = new AsyncLocalStorage(); }
replace();
twice = new AsyncLocalStorage();
twice = new AsyncLocalStorage();
// Written by the module's own statements alone, a context is kept where it is made.
let own;
try { own = new AsyncLocalStorage(); } catch {}
/* rwstate: keep */
let asked = 0;
function ask() { asked = 1; }
ask();
/* rwstate: keep */
let lazy;
function askLazily() { lazy ??= 1; }
askLazily();
export { called, inPlace, handedOn, own, replaced, twice, asked, lazy } // the last line
