import { end } from "./chain-end";

export const link = (): string => `link first, ${end}`;
