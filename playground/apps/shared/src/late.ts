/** Late dependencies: tests and the demo add imports below. */
export const late: Record<string, unknown> = {};
