/** The guarantees of the options of `defineRwState`, of `hasRwState` and `resetRwState`, checked in the realm of the app. */
import { defineRwState, getRwState, hasRwState, resetRwState, setRwState } from "rwsdk/__state";

type Check = (fresh: () => string) => unknown;

/** A value that logs when it is made and when it is disposed of. */
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
  "a value of the same version is kept, and any value where no version is given": (fresh) => {
    const key = fresh();
    for (const version of [1, undefined, 1]) {
      same(defineRwState(key, () => ({ version }), { version }).version, 1);
    }
    same(defineRwState(key, () => ({ version: 0 })).version, 1);
  },
  'a value of another version is reset; 1 and "1" are different versions': (fresh) => {
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
  "a `migrate` that rejects restores the old value": async (fresh) => {
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
  "a value is disposed of when another one is set, and not when it is set again": (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const { make, dispose } = noted(log, "one");
    const value = defineRwState(key, make, { dispose });
    setRwState(key, value);
    same(log, ["make one"]);
    setRwState(key, { name: "two" });
    setRwState(key, { name: "three" });
    same(log, ["make one", "dispose one", "dispose two"]);
  },
  "a value that was set before it was defined gets the version of the first definition": (
    fresh,
  ) => {
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
  "the `dispose` of the last call is the one that runs": async (fresh) => {
    const [key, log] = [fresh(), [] as string[]];
    const dispose = (version: string) => () => void log.push(version);
    defineRwState(key, () => 1, { dispose: dispose("first") });
    defineRwState(key, () => 1, { dispose: dispose("second") });
    // A call without options does not change it.
    defineRwState(key, () => 1);
    await resetRwState(key);
    same(log, ["second"]);
  },
  "a reset waits for `dispose`, and the next call makes a new value": async (fresh) => {
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
  "`dispose` of a promise gets what it resolves to": async (fresh) => {
    const [key, log] = [fresh(), [] as unknown[]];
    void defineRwState(key, () => Promise.resolve("connection"), {
      dispose: (value) => log.push(value),
    });
    await resetRwState(key);
    same(log, ["connection"]);
  },
  "a `dispose` that throws or hangs is reported, and the others run": async (fresh) => {
    const key = fresh();
    for (const dispose of [
      () => {
        throw new Error("busy");
      },
      () => new Promise(() => {}),
    ]) {
      defineRwState(key, () => 1, { dispose });
      // Makes the time limit of 5 seconds end at once.
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

/** Collects errors that are logged to the console, as in a build, which has no dev server to report to. */
async function quietly(run: () => unknown): Promise<void> {
  const { error } = console;
  console.error = () => {};
  try {
    await run();
  } finally {
    console.error = error;
  }
}
