/** The request that an answer is made for. No edit touches this module. */
import { AsyncLocalStorage } from "node:async_hooks";

const context = new AsyncLocalStorage<string>();

export function within<Result>(id: string, run: () => Result): Result {
  return context.run(id, run);
}

/** The id of the request, `""` outside of one. */
export function currentId(): string {
  return context.getStore() ?? "";
}
