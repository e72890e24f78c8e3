import { uneval } from "devalue";

export const render = () => String(uneval({ a: 1 }));
