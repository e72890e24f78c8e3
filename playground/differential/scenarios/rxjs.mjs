import {
  asapScheduler,
  asyncScheduler,
  BehaviorSubject,
  catchError,
  combineLatest,
  concatMap,
  config,
  defer,
  delay,
  EMPTY,
  from,
  interval,
  lastValueFrom,
  map,
  mergeMap,
  Observable,
  observeOn,
  of,
  queueScheduler,
  reduce,
  ReplaySubject,
  retry,
  scan,
  share,
  Subject,
  switchMap,
  take,
  throwError,
  timer,
  toArray,
  VirtualTimeScheduler,
  zip,
} from "rxjs";

const run = async (name, source) =>
  console.log(
    name,
    await lastValueFrom(source.pipe(toArray())).catch((error) => `${error.name}: ${error.message}`),
  );
await run(
  "sync",
  from([1, 2, 3]).pipe(
    map((n) => n * 2),
    scan((a, b) => a + b),
    mergeMap((n) => of(n, -n)),
  ),
);
await run("join", zip(combineLatest([of(1), of(2, 3)]), from("ab")));
let tries = 0;
await run(
  "retry",
  defer(() => (++tries < 3 ? throwError(() => new RangeError("again")) : of(tries))).pipe(retry(5)),
);
await run(
  "caught",
  throwError(() => new TypeError("t")).pipe(catchError(({ message }) => of(message))),
);
await run(
  "fails",
  throwError(() => new TypeError("t")),
);
await run("empty", EMPTY);
await run(
  "timed",
  timer(1).pipe(
    concatMap((v) => of(v, "late")),
    delay(1),
  ),
);

// Tasks of the asap scheduler are in a table of the module, by handles that it counts.
const order = [];
const tasks = [1, 2, 3].map((n) => asapScheduler.schedule(() => order.push(n)));
tasks[1].unsubscribe();
queueScheduler.schedule(() => {
  queueScheduler.schedule(() => order.push("inner"));
  order.push("outer");
});
await run("asap", of("x", "y").pipe(observeOn(asapScheduler)));
console.log(order, asyncScheduler.now() > 0);

const subject = new Subject();
const shared = subject.pipe(
  share(),
  switchMap((n) => of(n, n * 10)),
);
const seen = [];
const subscription = shared.subscribe((n) => seen.push(n));
subject.next(1);
subscription.add(() => seen.push("torn down"));
subscription.unsubscribe();
subject.next(2);
const replay = new ReplaySubject(2);
[1, 2, 3].forEach((n) => replay.next(n));
replay.subscribe((n) => seen.push(`replay ${n}`));
console.log(seen, new BehaviorSubject("b").value);
const virtual = new VirtualTimeScheduler();
interval(100, virtual)
  .pipe(
    take(3),
    reduce((a, b) => a + b),
  )
  .subscribe((sum) => console.log("virtual", sum, virtual.frame));
virtual.flush();
// The context of errors is the module's.
config.useDeprecatedSynchronousErrorHandling = true;
try {
  new Observable(() => {
    throw new RangeError("sync");
  }).subscribe();
} catch (error) {
  console.log(error.name, error.message);
}
