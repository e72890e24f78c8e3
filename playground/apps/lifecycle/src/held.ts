/** Entries that hold resources of the process: a server on a port, a timer, a database. */
import { createServer, type Server } from "node:http";
import { PGlite } from "@electric-sql/pglite";
import { defineRwState } from "rwsdk/__state";
import type { Route } from "./routes";

interface Alive {
  servers: Set<Server>;
  ticks: Set<number>;
  databases: Set<PGlite>;
  /** The files of a new database: to make them takes seconds. */
  files?: Blob;
  made: number;
  errors: string[];
}

/** The resources that were opened and not closed, by any instance of this module. Not in state that rwstate keeps. */
const alive: Alive = ((globalThis as { playgroundAlive?: Alive }).playgroundAlive ??= {
  servers: new Set(),
  ticks: new Set(),
  databases: new Set(),
  made: 0,
  errors: [],
});

defineRwState(
  "server",
  () => {
    const server = createServer((_, response) => void response.end("held"));
    alive.made++;
    alive.servers.add(server);
    server.on("close", () => alive.servers.delete(server));
    server.on("error", (error) => alive.errors.push(String(error)));
    return server.listen(Number(process.env["PLAYGROUND_PORT"]), "127.0.0.1");
  },
  { dispose: (server) => new Promise((resolve) => server.close(resolve)) },
);

defineRwState(
  "timer",
  () => {
    const number = ++alive.made;
    return setInterval(() => alive.ticks.add(number), 1);
  },
  { dispose: (timer) => clearInterval(timer) },
);

const database = defineRwState(
  "database",
  async () => {
    alive.made++;
    const database = await PGlite.create(alive.files && { loadDataDir: alive.files });
    alive.files ??= await database.dumpDataDir("none");
    alive.databases.add(database);
    return database;
  },
  { dispose: (database) => database.close() },
);

export const held: Route = async () => {
  const { rows } = await (await database).query("select 1 + 1 as two");
  alive.ticks.clear();
  // Long enough for every timer to tick, as each turn is at least as long as their interval.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
  return Response.json({
    rows,
    servers: alive.servers.size,
    timers: alive.ticks.size,
    databases: [...alive.databases].filter((one) => !one.closed).length,
    made: alive.made,
    errors: alive.errors,
  });
};
