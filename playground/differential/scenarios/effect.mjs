import {
  Cause,
  Clock,
  Context,
  Data,
  Deferred,
  Effect,
  Equal,
  Exit,
  Fiber,
  Hash,
  Layer,
  Option,
  Queue,
  Ref,
  Schedule,
  Schema,
  Stream,
} from "effect";

class NotFound extends Data.TaggedError("NotFound") {}
class Users extends Context.Service()("Users") {}
const live = Layer.effect(
  Users,
  Effect.gen(function* () {
    const reads = yield* Ref.make(0);
    return Users.of({
      get: (id) =>
        id > 2
          ? Effect.fail(new NotFound({ id }))
          : Effect.as(
              Ref.update(reads, (n) => n + 1),
              `user ${id}`,
            ),
      reads: Ref.get(reads),
    });
  }),
);
const program = Effect.gen(function* () {
  const users = yield* Users;
  const all = yield* Effect.forEach([1, 2], users.get, { concurrency: 2 });
  const failed = yield* users
    .get(3)
    .pipe(Effect.catchTag("NotFound", ({ id }) => Effect.succeed(`no ${id}`)));
  const exit = yield* Effect.exit(users.get(4));
  return {
    all,
    failed,
    exit: Exit.isFailure(exit) && Cause.squash(exit.cause)._tag,
    reads: yield* users.reads,
  };
});
console.log(await Effect.runPromise(Effect.provide(program, live)));

let tries = 0;
const flaky = Effect.suspend(() => (++tries < 3 ? Effect.fail("again") : Effect.succeed(tries)));
console.log(await Effect.runPromise(Effect.retry(flaky, Schedule.recurs(5))));
const race = Effect.gen(function* () {
  const gate = yield* Deferred.make();
  const queue = yield* Queue.unbounded();
  const fiber = yield* Effect.forkChild(Effect.andThen(Deferred.await(gate), Queue.take(queue)));
  yield* Queue.offer(queue, "queued");
  yield* Deferred.succeed(gate, undefined);
  return yield* Fiber.join(fiber);
});
console.log(await Effect.runPromise(race));
console.log(
  await Effect.runPromise(
    Stream.range(1, 6).pipe(
      Stream.map((n) => n * n),
      Stream.filter((n) => n % 2 === 0),
      Stream.runCollect,
    ),
  ),
);
console.log(
  await Effect.runPromise(
    Effect.ensuring(
      Effect.interrupt,
      Effect.sync(() => console.log("ensured")),
    ).pipe(Effect.exit, Effect.map(Exit.hasInterrupts)),
  ),
);

class Point extends Data.Class {}
const [a, b] = [new Point({ x: 1, y: [2] }), new Point({ x: 1, y: [2] })];
console.log(
  Equal.equals(a, b),
  Hash.hash(a) === Hash.hash(b),
  Equal.equals({ deep: new Map([[1, { z: 1 }]]) }, { deep: new Map([[1, { z: 1 }]]) }),
);
console.log(
  Option.getOrElse(
    Option.map(Option.some(2), (n) => n + 1),
    () => 0,
  ),
  typeof Clock.Clock,
);
const Person = Schema.Struct({
  name: Schema.NonEmptyString,
  age: Schema.NumberFromString,
  tags: Schema.Array(Schema.String),
});
console.log(
  Schema.decodeUnknownSync(Person)({ name: "n", age: "7", tags: ["t"] }),
  Schema.encodeSync(Person)({ name: "m", age: 8, tags: [] }),
);
const wrong = Schema.decodeUnknownExit(Person)({ name: "", age: "x", tags: [] });
console.log(
  Exit.isFailure(wrong) && String(Cause.squash(wrong.cause).message ?? Cause.squash(wrong.cause)),
);
