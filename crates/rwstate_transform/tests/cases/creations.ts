// A context that is made once is kept wherever it is; one that may be made more often is named.
import { AsyncLocalStorage } from "node:async_hooks";
import { register, lazily } from "./register";
export const scopes = { request: new AsyncLocalStorage<string>(), list: [new AsyncLocalStorage(), new AsyncLocalStorage()] };
export const frozen = Object.freeze({ deep: { storage: new AsyncLocalStorage() } });
export const { taken } = { taken: new AsyncLocalStorage() }, [first] = [new AsyncLocalStorage()];
class Private { #storage = new AsyncLocalStorage(); run() { return this.#storage; } }
export const only = new Private();
export class Shared { storage = new AsyncLocalStorage(); }
export const shared = new Shared();
const factory = () => new AsyncLocalStorage();
export const a = factory(), b = { c: factory() };
function each() { return [factory()]; }
each(), each();
class Sub extends AsyncLocalStorage<string> { get id() { return this.getStore(); } }
export const sub = new Sub();
register(new AsyncLocalStorage());
export const closed = (() => { const storage = new AsyncLocalStorage(); return () => storage; })();
export const perhaps = lazily(() => new AsyncLocalStorage());
if (perhaps) { const inBlock = new AsyncLocalStorage(); register(inBlock); }
for (const name of ["x", "y"]) { scopes[name] = new AsyncLocalStorage(); }
namespace Inner { export const storage = new AsyncLocalStorage(); }
/* rwstate: reset */
export const fresh = { storage: new AsyncLocalStorage() };
/* rwstate: reset */
for (const it of [1, 2]) register(new AsyncLocalStorage());
// None of the module's: each request makes its own.
export function handle() { const storage = new AsyncLocalStorage(); return storage.run(1, () => factory()); }
export const handler = { make() { return new AsyncLocalStorage(); } };
Shared.last = globalThis.storage ??= new AsyncLocalStorage();
