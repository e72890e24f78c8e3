// What the module awaits by the name of a constant is a part of its evaluation.
import { AsyncLocalStorage } from "node:async_hooks";
let plain, exported, all, value, chained, chosen;
const ready = (async () => { await 0; plain = new AsyncLocalStorage(); })();
register(ready);
await ready;
async function init() { await 0; exported = new AsyncLocalStorage(); }
export const started = init();
const [result] = await Promise.all([started, 1]);
const load = async () => { await 0; all = new AsyncLocalStorage(); }, loading = Promise.all([load(), 1]);
await loading;
const inner = async () => { await 0; value = new AsyncLocalStorage(); };
const pending = inner();
export const got = await pending;
const outer = async () => { await 0; chained = new AsyncLocalStorage(); }, chain = outer().then(register);
await chain.catch(register);
const perhaps = async () => { await 0; chosen = new AsyncLocalStorage(); }, choice = result ? perhaps() : undefined;
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
