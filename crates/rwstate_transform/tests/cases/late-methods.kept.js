import { keep as __rwstate_keep, write as __rwstate_write, make as __rwstate_make, evaluated as __rwstate_evaluated } from "rwstate/preserve"; function __rwstate_sync(v) { return arguments.length ? sync = v : sync; } function __rwstate_handler(v) { return arguments.length ? handler = v : handler; } // A method that a timer calls, or a reaction, is as late as a function that is called so.
import { AsyncLocalStorage } from "node:async_hooks";
let called, bound, passed, reacted, own, computed, assigned, field, inObject, private_, optional, again, circle, sync = __rwstate_keep("app@1.0.0/m#sync~58865b27", () => void 0, __rwstate_sync, true), handler = __rwstate_keep("app@1.0.0/m#handler~58865b27", () => void 0, __rwstate_handler, true);
class Pool {
  constructor() { setTimeout(() => this.open()); setInterval(this.tick.bind(this), 1000); queueMicrotask(() => this.#start()); }
  open() { own = new AsyncLocalStorage(); }
  tick() { bound = new AsyncLocalStorage(); }
  #start() { private_ = new AsyncLocalStorage(); }
}
export const pool = new Pool();
const it = {
  later() { called = new AsyncLocalStorage(); },
  passed() { passed = new AsyncLocalStorage(); },
  reacted() { reacted = new AsyncLocalStorage(); },
  "in quotes"() { computed = new AsyncLocalStorage(); },
  arrow: () => { inObject = new AsyncLocalStorage(); },
  optional() { optional = new AsyncLocalStorage(); },
  repeat() { again = new AsyncLocalStorage(); setTimeout(() => it.repeat(), 1000); },
};
setTimeout(() => it.later());
setImmediate(it.passed);
import("./other.js").then(it.reacted);
setTimeout(() => it["in quotes"]());
process.nextTick(() => it.arrow());
setTimeout(() => it?.optional?.());
it.repeat();
it.assigned = () => { assigned = new AsyncLocalStorage(); };
setTimeout(() => it.assigned());
class Fields { field = () => { field = new AsyncLocalStorage(); }; static begin() { setTimeout(new Fields().field); } }
Fields.begin();
function next() { circle = new AsyncLocalStorage(); setTimeout(next, 1000); }
next();
// What the evaluation calls itself, and what a request's timer calls, is not.
class Other {
  evaluate() { __rwstate_write(sync = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_sync), __rwstate_sync); }
  handle() { setTimeout(() => this.handled()); }
  handled() { __rwstate_write(handler = __rwstate_make(() => (new AsyncLocalStorage()), __rwstate_handler), __rwstate_handler); }
}
new Other().evaluate();
export const handle = () => new Other().handle();
export { called, bound, passed, reacted, own, computed, assigned, field, inObject, private_, optional, again, circle, sync, handler };

__rwstate_evaluated(__rwstate_sync); __rwstate_evaluated(__rwstate_handler);
// called: Context, refused, repeated-context
// bound: Context, refused, repeated-context
// passed: Context, refused, repeated-context
// reacted: Context, refused, repeated-context
// own: Context, refused, repeated-context
// computed: Context, refused, repeated-context
// assigned: Context, refused, repeated-context
// field: Context, refused, repeated-context
// inObject: Context, refused, repeated-context
// private_: Context, refused, repeated-context
// optional: Context, refused, repeated-context
// again: Context, refused, repeated-context
// circle: Context, refused, repeated-context
// sync: Context, kept
// handler: Context, kept
