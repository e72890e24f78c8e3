export function asked(file: string, code: string, names?: string[]): string;
