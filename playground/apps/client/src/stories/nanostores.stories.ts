import { atom } from "nanostores";

export const render = () => String(atom(1).get());
