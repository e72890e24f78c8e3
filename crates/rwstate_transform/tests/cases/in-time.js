// What comes before a wait, or what the module waits for, is a part of the evaluation.
import { AsyncLocalStorage } from "node:async_hooks";
let early, awaited, all, then, through, right, lazy, later;
async function start() { early = new AsyncLocalStorage(); await 0; }
start();
await (async () => { await 0; awaited = new AsyncLocalStorage(); })();
const init = async () => { await 0; all = new AsyncLocalStorage(); };
await Promise.all([init(), 1]);
await import("./other.js").then(() => { then = new AsyncLocalStorage(); });
const inner = async () => { await 0; through = new AsyncLocalStorage(); }, outer = () => inner();
await outer();
(async () => { for await (const it of [(right = new AsyncLocalStorage())]) register(it); })();
setTimeout(() => { lazy ??= new AsyncLocalStorage(); });
export const renew = async () => { await 0; later = new AsyncLocalStorage(); };
/* rwstate: keep */
let hits = 1;
setInterval(() => { hits = 0; });
export { early, awaited, all, then, through, right, lazy, later, hits };
