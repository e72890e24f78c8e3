// Whose constructor is only looked at, or is another variable's, has no further instance.
import { AsyncLocalStorage } from "node:async_hooks";
class Pool { storage = new AsyncLocalStorage(); get name() { return this.constructor.name; } }
const pool = new Pool(), Other = Map;
const self = pool.constructor;
export const other = new Other(), is = self === Other.prototype.constructor;
export { pool };
