/** Dependencies that are found late: imports are added below. */
export const late: Record<string, unknown> = {};
