import { keep as __rwstate_keep } from "rwstate/preserve"; // What a compiler replaces it must find where it is declared.
import { component$ } from "@builder.io/qwik";
import { jquery$ } from "./own";
/* rwstate: keep */
export const count = $state({ n: 0 });
/* rwstate: keep */
let raw = [$state.raw(0)];
/* rwstate: keep */
export const view = component$(() => jquery$);
/* rwstate: keep */
const plain = __rwstate_keep("app@1.0.0/m#plain~c20d1a8d", () => (new Map<string, number>()));
const $own = () => 1;
/* rwstate: keep */
const own = __rwstate_keep("app@1.0.0/m#own~d237b6ca", () => ($own()));
export const add = () => { raw = []; plain.set("a", own); };
// count: Asked, refused, compile-time-call
// raw: Asked, refused, compile-time-call
// view: Asked, refused, compile-time-call
// plain: Asked, kept
// own: Asked, kept
// RWS035 `count` begins with a call that a compiler replaces, so it is not kept
// RWS035 `raw` begins with a call that a compiler replaces, so it is not kept
// RWS035 `view` begins with a call that a compiler replaces, so it is not kept
