import { link } from "./chain-link";

export const chain = (): string => `chain first, ${link()}`;
