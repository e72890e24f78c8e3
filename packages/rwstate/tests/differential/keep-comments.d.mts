export function addKeepComments(file: string, code: string, names?: string[]): string;
