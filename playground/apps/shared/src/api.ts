/** The guarantees of `defineRwState`, `getRwState` and `setRwState`, checked in the realm of the app. */
import { defineRwState, getRwState, setRwState } from "rwsdk/__state";
import { lifecycleChecks } from "./lifecycle";

/** By its sentence: a check of each guarantee, which throws if that does not hold. Keys are new for each run. */
const checks: Record<string, (fresh: () => string) => unknown> = {
  "an initializer is called once, whatever it returns": (fresh) => {
    for (const value of [1, undefined, null, false, NaN]) {
      const key = fresh();
      let calls = 0;
      const define = () => defineRwState(key, () => (calls++, value));
      equal(define(), value);
      equal(define(), value);
      equal(calls, 1);
    }
  },
  "a throwing initializer keeps nothing and rethrows; the next call tries again": (fresh) => {
    const key = fresh();
    const error = new Error("first");
    equal(
      thrown(() => defineRwState(key, () => fail(error))),
      error,
    );
    equal(getRwState(key), undefined);
    equal(
      defineRwState(key, () => "second"),
      "second",
    );
  },
  "a promise is kept": async (fresh) => {
    const key = fresh();
    const promise = defineRwState(key, () => Promise.resolve("value"));
    equal(
      defineRwState(key, () => Promise.resolve("other")),
      promise,
    );
    await promise;
    equal(getRwState(key), promise);
  },
  "a promise that rejects is removed, and the next call tries again": async (fresh) => {
    const key = fresh();
    const error = new Error("rejected");
    const promise = defineRwState(key, () => Promise.reject(error));
    equal(await promise.catch((reason: unknown) => reason), error);
    equal(getRwState(key), undefined);
    equal(
      defineRwState(key, () => "again"),
      "again",
    );
  },
  "a promise that rejects does not remove a value that was set since": async (fresh) => {
    const key = fresh();
    const promise = defineRwState(key, () => Promise.reject(new Error("rejected")));
    setRwState(key, "set");
    await promise.catch(() => undefined);
    equal(getRwState(key), "set");
  },
  "an initializer that reaches its own key is an error that names the key": (fresh) => {
    const key = fresh();
    const error = thrown(() => defineRwState(key, () => defineRwState(key, () => 1)));
    equal(
      String(error),
      `Error: defineRwState: the initializer of "${key}" reaches its own key again`,
    );
    equal(
      defineRwState(key, () => 2),
      2,
    );
  },
  "an initializer may define other keys": (fresh) => {
    const [outer, inner] = [fresh(), fresh()];
    equal(
      defineRwState(outer, () => defineRwState(inner, () => 1) + 1),
      2,
    );
    equal(getRwState(inner), 1);
  },
  "nothing is kept under an unknown key": (fresh) => equal(getRwState(fresh()), undefined),
  "a value can be set, whether it was defined before or not": (fresh) => {
    const key = fresh();
    setRwState(key, 1);
    equal(getRwState(key), 1);
    setRwState(key, undefined);
    equal(
      defineRwState(key, () => 2),
      undefined,
    );
    setRwState(key, 3);
    equal(
      defineRwState(key, () => 2),
      3,
    );
  },
  "names of properties that every object has are keys like others": () => {
    for (const key of [
      "__proto__",
      "toString",
      "constructor",
      "hasOwnProperty",
      "__defineGetter__",
    ]) {
      const value = {};
      equal(getRwState(key), undefined);
      setRwState(key, value);
      equal(getRwState(key), value);
      equal(
        defineRwState<object>(key, () => ({})),
        value,
      );
    }
  },
  "a key that is not a non-empty string is a TypeError that says what was given": () => {
    const given: [unknown, string][] = [
      ["", '""'],
      [undefined, "undefined"],
      [null, "null"],
      [42, "42"],
      [10n, "10"],
      [Symbol("s"), "Symbol(s)"],
      [{}, "a value of type object"],
      [Object.create(null), "a value of type object"],
      [() => 1, "a value of type function"],
    ];
    for (const [key, shown] of given) {
      const bad = key as string;
      const calls = {
        defineRwState: () => defineRwState(bad, () => 1),
        getRwState: () => getRwState(bad),
        setRwState: () => setRwState(bad, 1),
      };
      for (const [name, call] of Object.entries(calls)) {
        const error = thrown(call);
        equal(error instanceof TypeError, true);
        equal(
          (error as Error).message,
          `${name}: the key must be a non-empty string, not ${shown}`,
        );
      }
    }
  },
  "an initializer that is not a function is a TypeError that names the key, kept before or not": (
    fresh,
  ) => {
    const key = fresh();
    for (const bad of [undefined, "text", {}, null]) {
      const error = thrown(() => defineRwState(key, bad as never));
      equal(error instanceof TypeError, true);
      equal(
        (error as Error).message.includes(`the initializer of "${key}" must be a function, not `),
        true,
      );
    }
    setRwState(key, 1);
    equal(thrown(() => defineRwState(key, undefined as never)) instanceof TypeError, true);
  },
};

/** Runs every check. Returns the errors by the sentences that do not hold. */
export async function checkApi(): Promise<{ ran: number; failures: Record<string, string> }> {
  const failures: Record<string, string> = {};
  let next = 0;
  const all = Object.entries({ ...checks, ...lifecycleChecks });
  for (const [sentence, check] of all) {
    try {
      await check(() => `api-${next++}`);
    } catch (error) {
      failures[sentence] = String(error);
    }
  }
  return { ran: all.length, failures };
}

function equal(actual: unknown, expected: unknown): void {
  if (!Object.is(actual, expected))
    throw new Error(`expected ${String(expected)}, got ${String(actual)}`);
}

function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

function fail(error: unknown): never {
  throw error;
}
