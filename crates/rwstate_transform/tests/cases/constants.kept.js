import { keep as __rwstate_keep } from "rwstate/preserve"; const SIZE = 4;
const shape = { size: SIZE, names: ["a"] };
/* rwstate: keep */
const cache = __rwstate_keep("app@1.0.0/m#cache~5f51cba2", () => (new Map([[SIZE, shape]])));
export const fill = () => cache.set(1, 1);
// cache: Asked, kept
