/** The state module with values that are hard to keep, in new instances of its built file. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { loadBinding } from "../dist/binding.js";
import type * as StateModule from "../dist/runtime/state.mjs";

const file = new URL("../dist/runtime/state.mjs", import.meta.url);
const anchor = Symbol.for("rwstate/v1");
const holder = globalThis as {
  [anchor]?: { end(scope: string): Promise<void> } | undefined;
  meta?: { hot: unknown };
};
let instances = 0;
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "rwstate-"))));
afterAll(() => rm(folder, { recursive: true }));

/** An instance as a dev server serves it, with the given `import.meta.hot`. */
async function served(hot: unknown): Promise<typeof StateModule> {
  const { Plan } = loadBinding();
  const plan = new Plan(undefined, "/state.mjs", await readFile(file, "utf8"));
  const text = plan.load(plan.resolve("rwstate/state", "dev")!, "dev", 1, "ssr")!;
  holder.meta = { hot };
  const module = join(folder, `${instances++}.mjs`);
  await writeFile(module, text.replaceAll("import.meta", "globalThis.meta"));
  return import(/* @vite-ignore */ module);
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}

const later = () => new Promise((resolve) => setImmediate(resolve));

let state: typeof StateModule;
let closed: unknown[];
const dispose = (value: unknown) => void closed.push(value);
beforeEach(async () => {
  closed = [];
  vi.spyOn(console, "error").mockImplementation(() => {});
  state = await import(/* @vite-ignore */ `${file.href}?${instances++}`);
});
afterEach(() => {
  vi.restoreAllMocks();
  holder[anchor] = undefined;
});

describe("while a promise of `migrate` is pending", () => {
  function migrating(version: number, value = deferred<unknown>()) {
    state.defineRwState<unknown>("key", () => "first", {
      version,
      migrate: () => value.promise,
      dispose,
    });
    return value;
  }
  const isKept = () => state.getRwState("key");

  beforeEach(() => void state.defineRwState("key", () => "first", { version: 1, dispose }));

  const endings: Record<string, () => unknown> = {
    "is reset": () => state.resetRwState("key"),
    "gets another version": () => state.defineRwState("key", () => "other", { version: 9 }),
    "is set": () => state.setRwState("key", "other"),
  };

  test.each(Object.keys(endings))(
    "an entry that %s has what it comes to disposed of",
    async (it) => {
      const second = migrating(2);
      const ended = endings[it]!();
      second.resolve("second");
      await Promise.all([ended, later()]);
      expect(closed).toEqual(["second"]);
    },
  );

  test.each(Object.keys(endings))(
    "an entry that %s has the old value disposed of if it rejects",
    async (it) => {
      const second = migrating(2);
      const ended = endings[it]!();
      const kept = isKept();
      second.reject(new Error("no"));
      await Promise.all([ended, later()]);
      expect(closed).toEqual(["first"]);
      expect(isKept()).toBe(kept);
    },
  );

  test.each([
    ["first", "second"],
    ["second", "first"],
  ])(
    "the first value is restored when two promises reject, the %s of them first",
    async (first) => {
      const promises = [migrating(2), migrating(3)];
      if (first === "second") promises.reverse();
      for (const { reject } of promises) {
        reject(new Error("no"));
        await later();
      }
      expect(isKept()).toBe("first");
      expect(closed).toEqual([]);
      await state.resetRwState("key");
      expect(closed).toEqual(["first"]);
    },
  );

  test.each(["before", "after"])(
    "the first value is disposed of where the second `migrate` goes on without, having resolved %s the first rejects",
    async (order) => {
      const [second, third] = [migrating(2), migrating(3)];
      if (order === "before") third.resolve("third");
      await later();
      second.reject(new Error("no"));
      await later();
      third.resolve("third");
      await later();
      expect(closed).toEqual(["first"]);
      await state.resetRwState("key");
      expect(closed).toEqual(["first", "third"]);
    },
  );

  test.each([
    ["an old value", "rejects", "first"],
    ["what an old value comes to", "resolves", "second"],
  ])("%s is disposed of when its server closes, if the promise %s", async (_, settles, ended) => {
    state = await served(undefined);
    state.defineRwState("key", () => "first", { version: 1, dispose });
    const second = deferred<string>();
    state.defineRwState<unknown>("key", () => "first", {
      version: 2,
      migrate: () => second.promise,
      dispose: settles === "resolves" ? dispose : undefined,
    });
    const ends = [holder[anchor]!.end("1/ssr"), holder[anchor]!.end("1/ssr")];
    if (settles === "resolves") second.resolve("second");
    else second.reject(new Error("no"));
    // A second caller waits too.
    await ends[1];
    expect(closed).toEqual([ended]);
    expect(isKept()).toBe(undefined);
  });
});

describe("promises", () => {
  test("a promise of another realm is kept until it rejects, and `dispose` gets what it resolves to", async () => {
    state.defineRwState("rejects", () => runInNewContext("Promise.reject(new Error('no'))"));
    state.defineRwState("resolves", () => runInNewContext("Promise.resolve('value')"), { dispose });
    await later();
    expect(state.hasRwState("rejects")).toBe(false);
    await state.resetRwState();
    expect(closed).toEqual(["value"]);
  });

  test("a lazy thenable is not started when it is kept, and is awaited when it is disposed of", async () => {
    let started = 0;
    class Lazy extends Promise<string> {
      // oxlint-disable-next-line unicorn/no-thenable
      override then<T, U>(...then: Parameters<Promise<string>["then"]>): Promise<T | U> {
        started++;
        return Promise.resolve("value").then(...then) as Promise<T | U>;
      }
    }
    const thenable = {
      // oxlint-disable-next-line unicorn/no-thenable
      then(resolve: (value: string) => void) {
        started++;
        resolve("other");
      },
    };
    state.defineRwState("lazy", () => new Lazy(() => {}), { dispose });
    state.defineRwState("thenable", () => thenable, { dispose });
    await later();
    expect(started).toBe(0);
    await state.resetRwState();
    expect(closed).toEqual(["other", "value"]);
  });

  test("a proxy is kept without running its traps, and disposed of even if these throw", async () => {
    const traps: string[] = [];
    const throwing = new Proxy(
      {},
      {
        get:
          (_, trap) =>
          (...args: unknown[]) => {
            traps.push(String(trap));
            throw new Error(`${String(trap)} of ${args.length}`);
          },
      },
    );
    const proxy = new Proxy({}, throwing);
    state.defineRwState("proxy", () => proxy, { dispose: (value) => dispose(value === proxy) });
    expect(traps).toEqual([]);
    await state.resetRwState();
    expect(closed).toEqual([true]);
  });
});

describe("callbacks that use their own key", () => {
  test("`dispose` of an old value finds the value that was set in its place", () => {
    let seen: unknown;
    const define = (): string =>
      state.defineRwState("key", () => "made", {
        dispose: () => {
          seen = define();
        },
      });
    define();
    state.setRwState("key", "set");
    expect([seen, state.getRwState("key")]).toEqual(["set", "set"]);
  });

  test("the initializer is called if `migrate` resets the entry and throws", () => {
    state.defineRwState("key", () => "first", { version: 1, dispose });
    const options = {
      version: 2,
      dispose,
      migrate(): string {
        void state.resetRwState("key");
        throw new Error("no");
      },
    };
    expect(state.defineRwState("key", () => "second", options)).toBe("second");
    expect([state.getRwState("key"), closed]).toEqual(["second", ["first"]]);
  });

  test("a value that `migrate` sets under the key is disposed of when it returns another one", () => {
    state.defineRwState("key", () => "first", { version: 1, dispose });
    state.defineRwState("key", () => "", {
      version: 2,
      migrate: () => {
        state.setRwState("key", "set");
        return "second";
      },
    });
    expect([state.getRwState("key"), closed]).toEqual(["second", ["first", "set"]]);
  });
});

test("NaN is the same version as NaN", () => {
  let made = 0;
  for (let times = 0; times < 3; times++) {
    state.defineRwState("key", () => ++made, { version: NaN });
  }
  expect(state.getRwState("key")).toBe(1);
});

describe("in dev", () => {
  /** An `import.meta.hot` that knows for which events it has listeners. */
  function fakeHot(send: (event: string) => void = () => {}) {
    const listeners: [event: string, listener: unknown][] = [];
    return {
      events: () => listeners.map(([event]) => event).toSorted(),
      clear: () => void (listeners.length = 0),
      hot: {
        send,
        on: (...listener: [string, unknown]) => void listeners.push(listener),
        off(...[event, listener]: [string, unknown]) {
          const index = listeners.findIndex((one) => one[0] === event && one[1] === listener);
          if (index !== -1) listeners.splice(index, 1);
        },
      },
    };
  }

  test("no function fails if `hot.send` throws", async () => {
    const { hot } = fakeHot(() => {
      throw new Error("Cannot perform I/O on behalf of a different Durable Object");
    });
    state = await served(hot);
    vi.mocked(console.error).mockImplementation(() => hot.send(""));
    expect(state.defineRwState("key", () => "value", { version: 1, dispose })).toBe("value");
    const migrate = () => {
      throw new Error("no");
    };
    expect(state.defineRwState("key", () => "other", { version: 2, migrate })).toBe("value");
    await state.resetRwState("key");
    expect(closed).toEqual(["value"]);
  });

  test("one `import.meta.hot` has each listener once, however often the module is evaluated", async () => {
    const { hot, events, clear } = fakeHot();
    await served(hot);
    const once = ["announce", "close", "entries", "ping", "reset"].map(
      (event) => `rwstate:${event}`,
    );
    expect(events()).toEqual(once);
    await served(hot);
    expect(events()).toEqual(once);
    // After a full reload a runner has no listeners.
    clear();
    await served(hot);
    expect(events()).toEqual(once);
    const other = fakeHot();
    await served(other.hot);
    expect(other.events()).toEqual(once);
  });
});
