import { keep as __rwstate_keep } from "rwstate/preserve"; const SIZE = 4;
const shape = { size: SIZE, names: ["a"] };
const cache = __rwstate_keep("app@1.0.0/m#cache~5f51cba2", () => (new Map([[SIZE, shape]])));
const code = () => 1;
const withCode = new Map([["a", code]]);
enumerate();
export const fill = () => (cache.set(1, 1), withCode.set(1, 1));
function enumerate() {}
// cache: Container, kept
// withCode: Container, refused, holds-code
