// What a compiler replaces it must find where it is declared.
import { component$ } from "@builder.io/qwik";
import { jquery$ } from "./own";
/* rwstate: keep */
export const count = $state({ n: 0 });
/* rwstate: keep */
let raw = [$state.raw(0)];
/* rwstate: keep */
export const view = component$(() => jquery$);
/* rwstate: keep */
const plain = new Map<string, number>();
const $own = () => 1;
/* rwstate: keep */
const own = $own();
export const add = () => { raw = []; plain.set("a", own); };
