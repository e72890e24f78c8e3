import { connect } from "somewhere";
/* rwstate: keep */
const db = connect();
// rwstate: keep
export const fns = { a() {} };
/* rwstate: keep */ let fn = () => {};
/* rwstate: reset */
const storage = new AsyncLocalStorage();
/* rwstate: keep */
const value = await connect();
/* rwstate: kepe */
const typo = new Set();
function inner() {
  /* rwstate: keep */
  const local = 1;
}
class A {
  /* rwstate: keep */
  static db = connect();
  // rwstate: reset
  static storage = new AsyncLocalStorage();
}
/** rwstate: keep */
const documented = connect();
class B {
  /* rwstate: keep */
  static nothing;
}
/**
 * What a request runs in.
 *
 * rwstate: reset
 */
export const inDocs = new AsyncLocalStorage();
/**
 * rwstate: kepp
 * @type {Map<string, number>}
 */
export const typoInDocs = new Map();
/**
 * Two lines that say the same, and one that does not.
 * rwstate: keep
 * rwstate: keep
 * rwstate: kepp
 */
const twice = connect();
/*
 * rwstate: keep
 * rwstate: reset
 */
const conflicting = new AsyncLocalStorage();
// rwstate: reset
/* rwstate: keep */
const reconsidered = connect();
/* rwstate: reset
   rwstate: keep */
function misplaced() {}
