import { createServer } from "node:http";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { Load } from "./load.mjs";

const paths = { page: "/", slow: "/slow", post: "/count" };
let server;

/** A load on a server whose answers a function makes. */
async function loadOn(respond) {
  server = createServer((request, response) => {
    const id = new URL(request.url, "http://host").searchParams.get("id");
    const { status = 200, ...answer } = respond(id);
    response.statusCode = status;
    response.end(
      JSON.stringify({ id, text: "text 0", own: "slow 0", hits: 1, count: 1, ...answer }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/`;
  const load = new Load({ url, fetch: (path, init) => fetch(new URL(path, url), init) }, paths);
  return load;
}

afterEach(() => server.close());

test("an answer in another context, an error and state that begins again are counted", async () => {
  const answers = [
    { hits: 5, count: 1 },
    { hits: 6, count: 2, lazyId: "other" },
    { status: 500 },
    { hits: 1, count: 3 },
  ];
  const load = await loadOn(() => answers.shift());
  load.begin("1 text");
  for (let request = 0; request < 4; request++) await load.ask("slow");
  expect(load.wrong).toMatchObject([{ id: "slow-1", answer: { lazyId: "other" } }]);
  expect(load.failures).toMatchObject([{ route: "slow", edit: "1 text" }]);
  expect([...load.reset]).toEqual(["1 text"]);
});

test("a request that fails while a failure is excused is counted apart", async () => {
  let status = 500;
  const load = await loadOn(() => ({ status }));
  load.start();
  const excused = load.excuse();
  await load.ask("page");
  status = 200;
  // Requests that began before have ended then.
  await load.end();
  excused();
  const counted = load.counted();
  expect(counted.failures).toEqual([]);
  expect(counted.excused.length).toBeGreaterThan(0);
});

test("an edit is seen once each of its routes has shown it", async () => {
  let hits = 0;
  const load = await loadOn((id) => ({
    hits: ++hits,
    count: hits,
    text: id?.startsWith("slow") ? "text 1" : "text 0",
  }));
  const seen = load.shows("text", "text 1", ["slow"], 5000);
  const never = load.shows("text", "text 1", ["slow", "page"], 100);
  await load.ask("page");
  const { end } = await load.ask("slow");
  expect(await seen).toBe(end);
  expect(await never).toBeUndefined();
});
