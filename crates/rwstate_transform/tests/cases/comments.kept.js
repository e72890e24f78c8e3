import { keep as __rwstate_keep } from "rwstate/preserve"; import { connect } from "somewhere";
/* rwstate: keep */
const db = __rwstate_keep("app@1.0.0/m#db~6ecb3102", () => (connect()));
// rwstate: keep
export const fns = __rwstate_keep("app@1.0.0/m#fns~6e4e2941", () => ({ a() {} }));
/* rwstate: keep */ let fn = __rwstate_keep("app@1.0.0/m#fn~0b687036", () => ({ ["fn"]: (() => {}) })["fn"]);
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
  static db = __rwstate_keep("app@1.0.0/m#A.db~6ecb3102", () => (connect()));
  // rwstate: reset
  static storage = new AsyncLocalStorage();
}
/** rwstate: keep */
const documented = __rwstate_keep("app@1.0.0/m#documented~6ecb3102", () => (connect()));
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
const twice = __rwstate_keep("app@1.0.0/m#twice~6ecb3102", () => (connect()));
/*
 * rwstate: keep
 * rwstate: reset
 */
const conflicting = new AsyncLocalStorage();
// rwstate: reset
/* rwstate: keep */
const reconsidered = __rwstate_keep("app@1.0.0/m#reconsidered~6ecb3102", () => (connect()));
/* rwstate: reset
   rwstate: keep */
function misplaced() {}
// db: Asked, kept
// fns: Asked, kept
// fn: Asked, kept
// storage: Context, reset, as asked
// value: Asked, refused, top-level-await
// A.db: Asked, kept
// A.storage: Context, reset, as asked
// documented: Asked, kept
// inDocs: Context, reset, as asked
// twice: Asked, kept
// conflicting: Context, reset, as asked
// reconsidered: Asked, kept
// RWS017 the initializer of `value` awaits, so it is not kept
// RWS024 the comment `rwstate: kepe` is not understood
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
// RWS024 the comment `rwstate: kepp` is not understood
// RWS024 the comment `rwstate: kepp` is not understood
// RWS024 the comment `rwstate: keep` is overruled by `rwstate: reset`, which follows it
// RWS024 the comment `rwstate: reset` is overruled by `rwstate: keep`, which follows it
// RWS024 the comment `rwstate: reset` does not stand before a declaration of the module
// RWS024 the comment `rwstate: keep` does not stand before a declaration of the module
