type Preview = typeof import("../../dist/runtime/preview.mjs");

export const ran: string[];
export const secret: string;
export const makers: Record<string, (values: unknown[], text: string) => unknown>;
export function rope(length: number, text?: string): string;
export function hostileValues(): [name: string, value: unknown][];
export function examine(module: Pick<Preview, "preview" | "kindOf">): {
  seen: Record<string, [kind: string, text: string]>;
  ran: string[];
};
