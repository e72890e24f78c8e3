import { withQuery } from "ufo";

export const render = () => String(withQuery("/a", { b: 1 }));
