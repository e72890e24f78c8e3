// What `bind` makes of a function is called as that is.
import { AsyncLocalStorage } from "node:async_hooks";
let timed, held, inPlace, once;
function tick() { timed = new AsyncLocalStorage(); }
setInterval(tick.bind(null), 1000);
const start = function () { held = new AsyncLocalStorage(); }.bind(this);
setTimeout(start);
queueMicrotask((() => { inPlace = new AsyncLocalStorage(); }).bind(null));
function init() { once = new AsyncLocalStorage(); }
init.bind(null)();
export { timed, held, inPlace, once };
