import { other } from "./circle-b";

export const text = "a first";
export const circle = (): string => `${text}, ${other()}`;
