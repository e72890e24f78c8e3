import { keep as __rwstate_keep, write as __rwstate_write, make as __rwstate_make, evaluated as __rwstate_evaluated } from "rwstate/preserve"; function __rwstate_early(v) { return arguments.length ? early = v : early; } function __rwstate_awaited(v) { return arguments.length ? awaited = v : awaited; } function __rwstate_all(v) { return arguments.length ? all = v : all; } function __rwstate_then(v) { return arguments.length ? then = v : then; } function __rwstate_through(v) { return arguments.length ? through = v : through; } function __rwstate_right(v) { return arguments.length ? right = v : right; } function __rwstate_lazy(v) { return arguments.length ? lazy = v : lazy; } function __rwstate_later(v) { return arguments.length ? later = v : later; } function __rwstate_hits(v) { return arguments.length ? hits = v : hits; } // What comes before a wait, or what the module waits for, is a part of the evaluation.
import { AsyncLocalStorage } from "node:async_hooks";
let early = __rwstate_keep("app@1.0.0/m#early~58865b27", () => void 0, __rwstate_early, true), awaited = __rwstate_keep("app@1.0.0/m#awaited~58865b27", () => void 0, __rwstate_awaited, true), all = __rwstate_keep("app@1.0.0/m#all~58865b27", () => void 0, __rwstate_all, true), then = __rwstate_keep("app@1.0.0/m#then~58865b27", () => void 0, __rwstate_then, true), through = __rwstate_keep("app@1.0.0/m#through~58865b27", () => void 0, __rwstate_through, true), right = __rwstate_keep("app@1.0.0/m#right~58865b27", () => void 0, __rwstate_right, true), lazy = __rwstate_keep("app@1.0.0/m#lazy~58865b27", () => void 0, __rwstate_lazy), later = __rwstate_keep("app@1.0.0/m#later~58865b27", () => void 0, __rwstate_later, true);
async function start() { __rwstate_write(early = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_early), __rwstate_early); await 0; }
start();
await (async () => { await 0; __rwstate_write(awaited = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_awaited), __rwstate_awaited); })();
const init = async () => { await 0; __rwstate_write(all = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_all), __rwstate_all); };
await Promise.all([init(), 1]);
await import("./other.js").then(() => { __rwstate_write(then = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_then), __rwstate_then); });
const inner = async () => { await 0; __rwstate_write(through = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_through), __rwstate_through); }, outer = () => inner();
await outer();
(async () => { for await (const it of [(__rwstate_write(right = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_right), __rwstate_right))]) register(it); })();
setTimeout(() => { __rwstate_write(lazy ??= new AsyncLocalStorage(), __rwstate_lazy); });
export const renew = async () => { await 0; __rwstate_write(later = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_later), __rwstate_later); };
/* rwstate: keep */
let hits = __rwstate_keep("app@1.0.0/m#hits~4561e909", () => (1), __rwstate_hits);
setInterval(() => { __rwstate_write(hits = 0, __rwstate_hits); });
export { early, awaited, all, then, through, right, lazy, later, hits };

__rwstate_evaluated(__rwstate_early); __rwstate_evaluated(__rwstate_awaited); __rwstate_evaluated(__rwstate_all); __rwstate_evaluated(__rwstate_then); __rwstate_evaluated(__rwstate_through); __rwstate_evaluated(__rwstate_right); __rwstate_evaluated(__rwstate_later);
// early: Context, kept
// awaited: Context, kept
// all: Context, kept
// then: Context, kept
// through: Context, kept
// right: Context, kept
// lazy: Context, kept
// later: Context, kept
// hits: Asked, kept
