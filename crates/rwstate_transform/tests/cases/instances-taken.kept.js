import { keep as __rwstate_keep } from "rwstate/preserve"; // Whose constructor is only looked at, or is another variable's, has no further instance.
import { AsyncLocalStorage } from "node:async_hooks";
class Pool { storage = __rwstate_keep("app@1.0.0/m#Pool.storage~68e8f74d", () => (new AsyncLocalStorage())); get name() { return this.constructor.name; } }
const pool = new Pool(), Other = Map;
const self = pool.constructor;
export const other = new Other(), is = self === Other.prototype.constructor;
export { pool };
// Pool.storage: Context, kept
