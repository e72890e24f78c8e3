import { text } from "./circle-a";

export const other = (): string => `b first of ${text}`;
