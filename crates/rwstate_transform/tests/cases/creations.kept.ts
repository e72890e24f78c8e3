import { keep as __rwstate_keep } from "rwstate/preserve"; // A context that is made once is kept wherever it is; one that may be made more often is named.
import { AsyncLocalStorage } from "node:async_hooks";
import { register, lazily } from "./register";
export const scopes = { request: __rwstate_keep("app@1.0.0/m#scopes.request~997e7395", () => (new AsyncLocalStorage<string>())), list: [__rwstate_keep("app@1.0.0/m#scopes.list~b436f11a", () => (new AsyncLocalStorage())), __rwstate_keep("app@1.0.0/m#scopes.list:2~b436f11a", () => (new AsyncLocalStorage()))] };
export const frozen = Object.freeze({ deep: { storage: __rwstate_keep("app@1.0.0/m#frozen.deep.storage~68e8f74d", () => (new AsyncLocalStorage())) } });
export const { taken } = { taken: __rwstate_keep("app@1.0.0/m#taken~68e8f74d", () => (new AsyncLocalStorage())) }, [first] = [__rwstate_keep("app@1.0.0/m#context~bf8d86d7", () => (new AsyncLocalStorage()))];
class Private { #storage = __rwstate_keep("app@1.0.0/m#Private.#storage~68e8f74d", () => (new AsyncLocalStorage())); run() { return this.#storage; } }
export const only = new Private();
export class Shared { storage = new AsyncLocalStorage(); }
export const shared = new Shared();
const factory = () => new AsyncLocalStorage();
export const a = __rwstate_keep("app@1.0.0/m#a~75865cf9", () => (factory())), b = { c: __rwstate_keep("app@1.0.0/m#b.c~75865cf9", () => (factory())) };
function each() { return [factory()]; }
each(), each();
class Sub extends AsyncLocalStorage<string> { get id() { return this.getStore(); } }
export const sub = new Sub();
register(__rwstate_keep("app@1.0.0/m#context:2~d36da8d1", () => (new AsyncLocalStorage())));
export const closed = (() => { const storage = __rwstate_keep("app@1.0.0/m#closed.storage~68e8f74d", () => (new AsyncLocalStorage())); return () => storage; })();
export const perhaps = lazily(() => new AsyncLocalStorage());
if (perhaps) { const inBlock = __rwstate_keep("app@1.0.0/m#inBlock~68e8f74d", () => (new AsyncLocalStorage())); register(inBlock); }
for (const name of ["x", "y"]) { scopes[name] = new AsyncLocalStorage(); }
namespace Inner { export const storage = __rwstate_keep("app@1.0.0/m#Inner.storage~68e8f74d", () => (new AsyncLocalStorage())); }
/* rwstate: reset */
export const fresh = { storage: new AsyncLocalStorage() };
/* rwstate: reset */
for (const it of [1, 2]) register(new AsyncLocalStorage());
// None of the module's: each request makes its own.
export function handle() { const storage = new AsyncLocalStorage(); return storage.run(1, () => factory()); }
export const handler = { make() { return new AsyncLocalStorage(); } };
Shared.last = globalThis.storage ??= __rwstate_keep("app@1.0.0/m#Shared.last.globalThis.storage~68e8f74d", () => (new AsyncLocalStorage()));
// scopes.request: Context, kept
// scopes.list: Context, kept
// scopes.list:2: Context, kept
// frozen.deep.storage: Context, kept
// taken: Context, kept
// context: Context, kept
// Private.#storage: Context, kept
// Shared.storage: Context, refused, repeated-context
// a: Context, kept
// b.c: Context, kept
// each: Context, refused, repeated-context
// sub: Context, refused, context-subclass
// context:2: Context, kept
// closed.storage: Context, kept
// perhaps: Context, refused, repeated-context
// inBlock: Context, kept
// context: Context, refused, repeated-context
// Inner.storage: Context, kept
// fresh.storage: Context, reset, as asked
// context: Context, reset, as asked
// Shared.last.globalThis.storage: Context, kept
