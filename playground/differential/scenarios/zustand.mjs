import { createStore } from "zustand/vanilla";
import { combine, devtools, persist, redux, subscribeWithSelector } from "zustand/middleware";

const storage = new Map();
const counter = createStore(
  persist(
    subscribeWithSelector((set, get) => ({
      count: 0,
      by: 1,
      up: () => set({ count: get().count + get().by }),
    })),
    {
      name: "counter",
      version: 2,
      partialize: ({ count }) => ({ count }),
      storage: {
        getItem: (name) => storage.get(name) ?? null,
        setItem: (name, value) => storage.set(name, value),
        removeItem: (name) => storage.delete(name),
      },
    },
  ),
);
counter.subscribe(
  (state) => state.count,
  (now, before) => console.log("count", before, "->", now),
);
counter.getState().up();
counter.setState({ by: 5 });
counter.getState().up();
console.log(counter.getState(), counter.getInitialState(), storage);
await counter.persist.rehydrate();
console.log(counter.persist.hasHydrated(), counter.persist.getOptions().name);

// The tools' connections are kept by the module, by the store's name.
const sent = [];
globalThis.window = {
  __REDUX_DEVTOOLS_EXTENSION__: {
    connect: (options) => ({
      init: (state) => sent.push(["init", options.name, state]),
      send: (action, state) => sent.push([action, state]),
      subscribe: () => () => {},
    }),
  },
};
for (const store of ["a", "b"]) {
  const traced = createStore(
    devtools(
      combine({ n: 1 }, (set) => ({ add: (v) => set(({ n }) => ({ n: n + v }), false, "add") })),
      {
        name: "shared",
        store,
        enabled: true,
      },
    ),
  );
  traced.getState().add(2);
}
console.log(JSON.stringify(sent));

const reduced = createStore(
  redux((state, { type }) => (type === "up" ? { n: state.n + 1 } : state), { n: 0 }),
);
console.log(reduced.dispatch({ type: "up" }), reduced.getState().n);
