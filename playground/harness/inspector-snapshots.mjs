// Snapshots in the form in which the plugin sends them to the inspector's page.

const root = "/home/kim/storefront";
const minute = 60_000;

/** @typedef {import("../../packages/rwstate/src/inspector/page/snapshot").Entry} Entry */
/** @typedef {import("../../packages/rwstate/src/inspector/page/snapshot").Environment} Environment */
/** @typedef {import("../../packages/rwstate/src/inspector/page/snapshot").Snapshot} Snapshot */

/**
 * @template Shape
 * @typedef {{ [Name in keyof Shape]?: Shape[Name] | undefined }} Given
 */

/**
 * An entry with some given properties, and plain values for the others.
 *
 * @param {string} key
 * @param {Given<Entry> & { file?: string; line?: number }} [given]
 * @returns {Entry}
 */
export function entry(key, given = {}) {
  const { file = `src/state/${key}.ts`, line = 3, ...rest } = given;
  return {
    key,
    kind: "Map",
    disposable: false,
    born: 0,
    survived: 0,
    declared: [{ file: `${root}/${file}`, line }],
    preview: "Map(0) {}",
    ...rest,
  };
}

/**
 * @param {string} name
 * @param {Given<Environment>} [given]
 * @returns {Environment}
 */
export function environment(name, given = {}) {
  const consumer = name === "client" ? "client" : "server";
  const isServer = consumer === "server";
  const rest = { entries: [], duplicates: [], findings: [], ...given };
  return { name, consumer, gated: isServer, runs: isServer, answers: true, ...rest };
}

/**
 * @param {number} at
 * @param {Given<Snapshot>} [given]
 * @returns {Snapshot}
 */
export function snapshot(at, given = {}) {
  return {
    version: 4,
    rwstate: "0.1.0",
    vite: "8.3.8",
    root,
    at,
    environments: [],
    recoveries: [],
    appended: [],
    edits: [],
    ...given,
  };
}

/**
 * The dev server of a shop that has run for two hours.
 *
 * @param {number} at
 */
export function storefront(at) {
  const place = (file, line) => ({ file: `${root}/${file}`, line });
  const ago = (minutes, seconds = 0) => at - minutes * minute - seconds * 1000;
  const worker = environment("worker", {
    entries: [
      entry("requestContext", {
        kind: "AsyncLocalStorage",
        file: "src/request/context.ts",
        line: 7,
        born: ago(134),
        survived: 4,
        preview: "AsyncLocalStorage",
      }),
      entry("db", {
        kind: "PGlite",
        version: "2",
        disposable: true,
        file: "src/db/client.ts",
        line: 14,
        born: ago(134),
        survived: 4,
        preview: 'PGlite { ready: true, dataDir: "memory://", waitReady: Promise }',
      }),
      entry("sessions", {
        file: "src/auth/sessions.ts",
        line: 21,
        born: ago(131),
        survived: 4,
        preview:
          'Map(3) { "8f2c…" → { user: "ada", cart: 2 }, "19ab…" → { user: "lin", cart: 0 }, … }',
      }),
      entry("sessionSecret", {
        kind: "string",
        file: "src/auth/sessions.ts",
        line: 9,
        born: ago(131),
        survived: 4,
        preview: undefined,
      }),
      entry("flags", {
        kind: "Object",
        file: "src/flags.ts",
        born: ago(131),
        survived: 4,
        preview: "{ newCheckout: true, searchV2: false }",
        declared: [place("src/flags.ts", 3), place("src/admin/flags.ts", 11)],
      }),
      entry("priceCache", {
        kind: "LRUCache",
        version: '"eur-1"',
        file: "node_modules/@acme/pricing/dist/cache.js",
        line: 42,
        born: ago(58),
        survived: 2,
        preview: "LRUCache { max: 500, size: 87 }",
      }),
      entry("rateLimiter", {
        kind: "TokenBucket",
        version: "1",
        file: "src/middleware/limit.ts",
        line: 5,
        born: ago(58),
        survived: 2,
        preview: "TokenBucket { capacity: 60, tokens: 54, every: 1000 }",
      }),
      entry("mailQueue", {
        kind: "Queue",
        disposable: true,
        file: "src/mail/queue.ts",
        line: 18,
        born: ago(3, 20),
        survived: 1,
        preview: "Queue { pending: 1, done: 12, timer: Timeout }",
      }),
      entry("requestCount", {
        kind: "number",
        file: "src/metrics.ts",
        line: 2,
        born: ago(0, 41),
        preview: "1284",
      }),
    ],
    duplicates: [
      {
        name: `${root}/src/ui/theme.ts`,
        ids: [`${root}/src/ui/theme.ts`, `${root}/src/ui/theme.ts?client`],
      },
    ],
    findings: [
      {
        code: "RWS017",
        severity: "warning",
        text:
          "warning[RWS017] top-level-await: the initializer of `settings` awaits, so it is not kept\n" +
          "  at: src/theme.ts\n" +
          "  help: keep the promise instead: defineRwState(key, () => load()), and await what it returns\n" +
          "  page: docs/diagnostics/RWS017-top-level-await.md",
      },
    ],
  });
  const client = environment("client", {
    entries: [entry("cart", { born: ago(2), preview: "Map(2) { … }" })],
  });
  const recovery = (id, minutes, dependencies, given) => ({
    id,
    at: ago(minutes),
    environment: "worker",
    dependencies,
    held: 0,
    longest: 0,
    replayed: 0,
    reloaded: true,
    kept: 0,
    keys: [],
    ...given,
  });
  const append = (id, minutes, dependencies, milliseconds) => ({
    id,
    at: ago(minutes),
    environment: "worker",
    dependencies,
    milliseconds,
  });
  const edit = (id, minutes, evaluated, given) => ({
    id,
    at: ago(minutes),
    environment: "worker",
    evaluated,
    count: evaluated.length,
    kept: 0,
    ...given,
  });
  const changed = (module) => ({ module, why: "changed" });
  const importer = (module, imports) => ({ module, why: "importer", imports });
  const keys = worker.entries.map(({ key }) => key);
  return snapshot(at, {
    environments: [client, environment("ssr", { runs: false, answers: false }), worker],
    recoveries: [
      recovery(4, 2, [{ name: "valtio/vanilla", importer: "src/routes/checkout.tsx" }], {
        held: 3,
        longest: 412,
        replayed: 1,
        kept: 8,
        keys: keys.slice(0, 8),
      }),
      recovery(3, 26, [{ name: "zod", importer: "src/forms/address.ts" }, { name: "superjson" }], {
        held: 12,
        longest: 1340,
        kept: 7,
        keys: keys.slice(0, 7),
      }),
      recovery(2, 71, [{ name: "dayjs", importer: "src/orders/dates.ts" }], {
        held: 1,
        longest: 188,
        kept: 5,
        keys: keys.slice(0, 5),
      }),
      recovery(1, 118, [{ name: "nanoid", importer: "src/auth/sessions.ts" }], {
        held: 2,
        longest: 240,
        replayed: 2,
        kept: 5,
        keys: keys.slice(0, 5),
      }),
    ],
    appended: [
      append(6, 1, [{ name: "zustand", importer: "src/late.ts" }], 41.3),
      append(5, 41, [{ name: "jotai/vanilla", importer: "src/cart.ts" }, { name: "clsx" }], 1204),
    ],
    edits: [
      edit(
        8,
        0.3,
        [
          changed("src/routes/cart.tsx"),
          importer("src/app.ts", "src/routes/cart.tsx"),
          importer("src/entry.ts", "src/app.ts"),
          { module: "src/routes/registry.ts", why: "registry" },
        ],
        { kept: 214, milliseconds: 38.2 },
      ),
      edit(7, 55, [], {
        reload: {
          reason: "a plugin asked for it, and no module is outdated",
          file: "src/content/posts.md",
        },
      }),
    ],
  });
}
