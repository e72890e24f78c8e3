import { keep as __rwstate_keep, write as __rwstate_write, make as __rwstate_make, evaluated as __rwstate_evaluated } from "rwstate/preserve"; function __rwstate_once(v) { return arguments.length ? once = v : once; } // What `bind` makes of a function is called as that is.
import { AsyncLocalStorage } from "node:async_hooks";
let timed, held, inPlace, once = __rwstate_keep("app@1.0.0/m#once~58865b27", () => void 0, __rwstate_once, true);
function tick() { timed = new AsyncLocalStorage(); }
setInterval(tick.bind(null), 1000);
const start = function () { held = new AsyncLocalStorage(); }.bind(this);
setTimeout(start);
queueMicrotask((() => { inPlace = new AsyncLocalStorage(); }).bind(null));
function init() { __rwstate_write(once = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_once), __rwstate_once); }
init.bind(null)();
export { timed, held, inPlace, once };

__rwstate_evaluated(__rwstate_once);
// timed: Context, refused, repeated-context
// held: Context, refused, repeated-context
// inPlace: Context, refused, repeated-context
// once: Context, kept
