// What the evaluation starts and may have ended before would replace the context of requests that still run.
import { AsyncLocalStorage } from "node:async_hooks";
let waited, looped, listed, timed, ticked, loaded, called, method, begun = new AsyncLocalStorage(), cleared;
(async () => { await 0; waited = new AsyncLocalStorage(); })();
async function loop() { while (!looped) { looped = new AsyncLocalStorage(); await 0; } }
loop();
(async () => { for await (const it of [1]) listed = new AsyncLocalStorage(it); })();
setTimeout(() => { timed = new AsyncLocalStorage(); });
const tick = () => { ticked = new AsyncLocalStorage(); };
process.nextTick(tick);
import("./other.js").then(() => { loaded = new AsyncLocalStorage(); });
const inner = async () => { await 0; called = new AsyncLocalStorage(); }, outer = async () => { await inner(); };
export const ready = outer();
const it = { async start() { await 0; method = new AsyncLocalStorage(); } };
it.start();
let opened;
class Pool { constructor() { this.open(); } async open() { await 0; opened = new AsyncLocalStorage(); } }
export const pool = new Pool();
queueMicrotask(() => { begun = new AsyncLocalStorage(); });
export const get = () => (cleared ??= new AsyncLocalStorage());
setImmediate(() => { cleared = undefined; });
// What is made there once is given back whenever that is.
(async () => { await 0; const own = new AsyncLocalStorage(); register(own); })();
export { waited, looped, listed, timed, ticked, loaded, called, method, begun };
