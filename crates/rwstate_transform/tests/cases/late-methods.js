// A method that a timer calls, or a reaction, is as late as a function that is called so.
import { AsyncLocalStorage } from "node:async_hooks";
let called, bound, passed, reacted, own, computed, assigned, field, inObject, private_, optional, again, circle, sync, handler;
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
  evaluate() { sync = new AsyncLocalStorage(); }
  handle() { setTimeout(() => this.handled()); }
  handled() { handler = new AsyncLocalStorage(); }
}
new Other().evaluate();
export const handle = () => new Other().handle();
export { called, bound, passed, reacted, own, computed, assigned, field, inObject, private_, optional, again, circle, sync, handler };
