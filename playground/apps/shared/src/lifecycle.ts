/** What the options of `defineRwState`, `hasRwState` and `resetRwState` guarantee, checked where the app runs. */
import { defineRwState, getRwState, hasRwState, resetRwState, setRwState } from "rwsdk/__state";

type Check = (fresh: () => string) => unknown;

/** A value that notes when it is made and disposed of, in the order of both. */
function noted(log: string[], name: string) {
  return {
    make: () => (log.push(`make ${name}`), { name }),
    dispose: (value: { name: string }) => void log.push(`dispose ${value.name}`),
  };
}

const same = (actual: unknown, expected: unknown) => {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value) ?? String(value));
  if (is !== should) throw new Error(`expected ${should}, got ${is}`);
};

export const lifecycleChecks: Record<string, Check> = {
  "a value of the same version, or where none is asked for, is kept": (fresh) => {
    const key = fresh();
    for (const version of [1, undefined, 1]) {
      same(defineRwState(key, () => ({ version }), { version }).version, 1);
    }
    same(defineRwState(key, () => ({ version: 0 })).version, 1);
  },
  'a value of another version begins anew; 1 and "1" are two': (fresh) => {
    const key = fresh();
    for (const version of [1, "1", 2, "b", undefined].slice(0, 4)) {
      const value = defineRwState(key, () => ({ version }), { version });
      if (value.version !== version)
        throw new Error(`${String(version)} is not ${String(value.version)}`);
    }
  },
  "the old value is disposed of before the new one is made": (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const [one, two] = [noted(log, "one"), noted(log, "two")];
    defineRwState(key, one.make, { version: 1, dispose: one.dispose });
    defineRwState(key, two.make, { version: 2, dispose: two.dispose });
    same(log, ["make one", "dispose one", "make two"]);
  },
  "`migrate` gets the old value and its version, and nothing is disposed of": (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const { make, dispose } = noted(log, "one");
    defineRwState(key, make, { version: "a", dispose });
    const migrate = ({ name }: { name: string }, version: unknown) => ({ name, from: version });
    const value = defineRwState<object>(key, () => ({}), {
      version: "b",
      migrate,
      dispose: dispose as never,
    });
    same(value, { name: "one", from: "a" });
    same(getRwState(key), value);
    same(log, ["make one"]);
  },
  "a value that had no version is migrated from `undefined`": (fresh) => {
    const key = fresh();
    defineRwState(key, () => 1);
    const migrate = (previous: number, version: unknown) => [previous, typeof version];
    same(
      defineRwState<unknown>(key, () => 0, { version: 1, migrate }),
      [1, "undefined"],
    );
  },
  "a `migrate` that throws keeps the old value, and the next call tries again": async (fresh) => {
    const key = fresh();
    defineRwState(key, () => "old", { version: 1 });
    const broken = () => {
      throw new Error("cannot migrate");
    };
    await quietly(() => {
      same(
        defineRwState(key, () => "new", { version: 2, migrate: broken }),
        "old",
      );
    });
    same(
      defineRwState(key, () => "new", { version: 1 }),
      "old",
    );
    const migrate = (previous: string) => `${previous} migrated`;
    same(
      defineRwState(key, () => "new", { version: 2, migrate }),
      "old migrated",
    );
  },
  "a `migrate` that rejects puts the old value back": async (fresh) => {
    const key = fresh();
    const old = defineRwState<unknown>(key, () => "old", { version: 1 });
    await quietly(async () => {
      const migrate = () => Promise.reject(new Error("cannot migrate"));
      const migrated = defineRwState<unknown>(key, () => "new", { version: 2, migrate });
      await (migrated as Promise<unknown>).catch(() => {});
      await Promise.resolve();
    });
    same(getRwState(key), old);
  },
  "a value that is set is disposed of for another one, not for itself": (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const { make, dispose } = noted(log, "one");
    const value = defineRwState(key, make, { dispose });
    setRwState(key, value);
    same(log, ["make one"]);
    setRwState(key, { name: "two" });
    setRwState(key, { name: "three" });
    same(log, ["make one", "dispose one", "dispose two"]);
  },
  "a value that was set before anybody defined it is of the version that asks first": (fresh) => {
    const key = fresh();
    setRwState(key, "seeded");
    same(
      defineRwState(key, () => "made", { version: 1 }),
      "seeded",
    );
    same(
      defineRwState(key, () => "made", { version: 2 }),
      "made",
    );
  },
  "the `dispose` that was given last is the one that runs": async (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const dispose = (version: string) => () => void log.push(version);
    defineRwState(key, () => 1, { dispose: dispose("first") });
    defineRwState(key, () => 1, { dispose: dispose("second") });
    // A call without options knows nothing of it.
    defineRwState(key, () => 1);
    await resetRwState(key);
    same(log, ["second"]);
  },
  "a reset waits for `dispose`, and the next call begins anew": async (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const dispose = async () => {
      await Promise.resolve();
      log.push("disposed");
    };
    defineRwState(key, () => "old", { dispose });
    same(hasRwState(key), true);
    await resetRwState(key);
    same([log, hasRwState(key), getRwState(key) ?? null], [["disposed"], false, null]);
    same(
      defineRwState(key, () => "new"),
      "new",
    );
    await resetRwState(fresh());
  },
  "`dispose` of a promise gets what it came to": async (fresh) => {
    const [key, log] = [fresh(), [] as unknown[]];
    void defineRwState(key, () => Promise.resolve("connection"), {
      dispose: (value) => log.push(value),
    });
    await resetRwState(key);
    same(log, ["connection"]);
  },
  "a `dispose` that throws or hangs is told of, and stops nothing": async (fresh) => {
    const key = fresh();
    for (const dispose of [
      () => {
        throw new Error("busy");
      },
      () => new Promise(() => {}),
    ]) {
      defineRwState(key, () => 1, { dispose });
      // The bound of 5 seconds is over at once.
      const { setTimeout } = globalThis;
      globalThis.setTimeout = ((
        call: (...given: unknown[]) => void,
        _: number,
        ...given: unknown[]
      ) => setTimeout(call, 0, ...given)) as never;
      try {
        await quietly(() => resetRwState(key));
      } finally {
        globalThis.setTimeout = setTimeout;
      }
      same(hasRwState(key), false);
    }
  },
  "something is kept, be it `undefined`": (fresh) => {
    const key = fresh();
    same(hasRwState(key), false);
    defineRwState(key, () => undefined);
    same(hasRwState(key), true);
  },
  "`hasRwState` and `resetRwState` refuse a key that is not a non-empty string": async () => {
    for (const bad of ["", null, 1] as never[]) {
      let errors = 0;
      try {
        hasRwState(bad);
      } catch {
        errors++;
      }
      try {
        await resetRwState(bad);
      } catch {
        errors++;
      }
      same(errors, 2);
    }
  },
};

/** Where no dev server hears of a failure, as in a build, the console does. */
async function quietly(run: () => unknown): Promise<void> {
  const { error } = console;
  console.error = () => {};
  try {
    await run();
  } finally {
    console.error = error;
  }
}
