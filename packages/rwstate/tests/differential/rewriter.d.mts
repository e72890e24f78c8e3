/** A module's code, rewritten where anything in it is kept: `kept` has the keys. */
export interface Result {
  code: string;
  kept: string[];
  messages: string[];
}

export function rewriter(root: string): (file: string, code: string) => Result;
