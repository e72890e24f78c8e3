import { keep as __rwstate_keep, write as __rwstate_write, make as __rwstate_make, evaluated as __rwstate_evaluated } from "rwstate/preserve"; function __rwstate_plain(v) { return arguments.length ? plain = v : plain; } function __rwstate_exported(v) { return arguments.length ? exported = v : exported; } function __rwstate_all(v) { return arguments.length ? all = v : all; } function __rwstate_value(v) { return arguments.length ? value = v : value; } function __rwstate_chained(v) { return arguments.length ? chained = v : chained; } function __rwstate_chosen(v) { return arguments.length ? chosen = v : chosen; } // What the module awaits by the name of a constant is a part of its evaluation.
import { AsyncLocalStorage } from "node:async_hooks";
let plain = __rwstate_keep("app@1.0.0/m#plain~58865b27", () => void 0, __rwstate_plain, true), exported = __rwstate_keep("app@1.0.0/m#exported~58865b27", () => void 0, __rwstate_exported, true), all = __rwstate_keep("app@1.0.0/m#all~58865b27", () => void 0, __rwstate_all, true), value = __rwstate_keep("app@1.0.0/m#value~58865b27", () => void 0, __rwstate_value, true), chained = __rwstate_keep("app@1.0.0/m#chained~58865b27", () => void 0, __rwstate_chained, true), chosen = __rwstate_keep("app@1.0.0/m#chosen~58865b27", () => void 0, __rwstate_chosen, true);
const ready = (async () => { await 0; __rwstate_write(plain = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_plain), __rwstate_plain); })();
register(ready);
await ready;
async function init() { await 0; __rwstate_write(exported = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_exported), __rwstate_exported); }
export const started = init();
const [result] = await Promise.all([started, 1]);
const load = async () => { await 0; __rwstate_write(all = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_all), __rwstate_all); }, loading = Promise.all([load(), 1]);
await loading;
const inner = async () => { await 0; __rwstate_write(value = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_value), __rwstate_value); };
const pending = inner();
export const got = await pending;
const outer = async () => { await 0; __rwstate_write(chained = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_chained), __rwstate_chained); }, chain = outer().then(register);
await chain.catch(register);
const perhaps = async () => { await 0; __rwstate_write(chosen = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_chosen), __rwstate_chosen); }, choice = result ? perhaps() : undefined;
await choice;
// It may end without these.
let conditional, inFunction, never, reassigned, either, first, read;
const a = (async () => { await 0; conditional = new AsyncLocalStorage(); })();
if (result) await a;
const b = (async () => { await 0; inFunction = new AsyncLocalStorage(); })();
export const wait = async () => { await b; };
const c = (async () => { await 0; never = new AsyncLocalStorage(); })();
register(c);
let d = (async () => { await 0; reassigned = new AsyncLocalStorage(); })();
await d;
const e = (async () => { await 0; either = new AsyncLocalStorage(); })();
await (result ? e : 0);
const f = (async () => { await 0; first = new AsyncLocalStorage(); })();
await Promise.race([f, 0]);
const g = async () => { await 0; read = new AsyncLocalStorage(); };
await (g() && result);
export { plain, exported, all, value, chained, chosen, conditional, inFunction, never, reassigned, either, first, read };

__rwstate_evaluated(__rwstate_plain); __rwstate_evaluated(__rwstate_exported); __rwstate_evaluated(__rwstate_all); __rwstate_evaluated(__rwstate_value); __rwstate_evaluated(__rwstate_chained); __rwstate_evaluated(__rwstate_chosen);
// plain: Context, kept
// exported: Context, kept
// all: Context, kept
// value: Context, kept
// chained: Context, kept
// chosen: Context, kept
// conditional: Context, refused, repeated-context
// inFunction: Context, refused, repeated-context
// never: Context, refused, repeated-context
// reassigned: Context, refused, repeated-context
// either: Context, refused, repeated-context
// first: Context, refused, repeated-context
// read: Context, refused, repeated-context
