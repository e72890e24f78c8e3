export function addPreserved(root: string): Promise<void>;
