const SIZE = 4;
const shape = { size: SIZE, names: ["a"] };
const cache = new Map([[SIZE, shape]]);
const code = () => 1;
const withCode = new Map([["a", code]]);
enumerate();
export const fill = () => (cache.set(1, 1), withCode.set(1, 1));
function enumerate() {}
