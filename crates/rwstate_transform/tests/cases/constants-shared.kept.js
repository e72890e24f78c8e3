import { keep as __rwstate_keep } from "rwstate/preserve"; // Each constant is followed once, or this would not end.
const c0 = [1];
const c1 = [c0, c0, c0, c0, c0, c0, c0, c0, c0, c0, c0, c0];
const c2 = [c1, c1, c1, c1, c1, c1, c1, c1, c1, c1, c1, c1];
const c3 = [c2, c2, c2, c2, c2, c2, c2, c2, c2, c2, c2, c2];
const c4 = [c3, c3, c3, c3, c3, c3, c3, c3, c3, c3, c3, c3];
const c5 = [c4, c4, c4, c4, c4, c4, c4, c4, c4, c4, c4, c4];
const c6 = [c5, c5, c5, c5, c5, c5, c5, c5, c5, c5, c5, c5];
const c7 = [c6, c6, c6, c6, c6, c6, c6, c6, c6, c6, c6, c6];
const c8 = [c7, c7, c7, c7, c7, c7, c7, c7, c7, c7, c7, c7];
const c9 = [c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8];
const c10 = [c9, c9, c9, c9, c9, c9, c9, c9, c9, c9, c9, c9];
const c11 = [c10, c10, c10, c10, c10, c10, c10, c10, c10, c10, c10, c10];
const c12 = [c11, c11, c11, c11, c11, c11, c11, c11, c11, c11, c11, c11];
const c13 = [c12, c12, c12, c12, c12, c12, c12, c12, c12, c12, c12, c12];
const c14 = [c13, c13, c13, c13, c13, c13, c13, c13, c13, c13, c13, c13];
const c15 = [c14, c14, c14, c14, c14, c14, c14, c14, c14, c14, c14, c14];
/* rwstate: keep */
const cache = __rwstate_keep("app@1.0.0/m#cache~66155f41", () => (new Map([[1, c15]])));
export const fill = () => cache.set(2, 2);
// cache: Asked, kept
