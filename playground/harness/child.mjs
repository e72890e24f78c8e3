// The child process of a lab, or of several, one after the other: each has an instance of `server.mjs` of its own.
import { setTimeout } from "node:timers/promises";

/** What a closed server may leave: the pipes to the parent process, and what ends by itself. */
const harmless = /^(?:Pipe|FSReq|Timeout|Immediate)/;

let operations;
/** What is on `globalThis` before the lab's app runs. */
let own;

async function serve({ root, inline, env }) {
  process.chdir(root);
  for (const [name, value] of Object.entries(env)) {
    // The lab before may have had what this one has not.
    if (value === "") delete process.env[name];
    else process.env[name] = value;
  }
  const query = new URLSearchParams({ root, inline });
  ({ operations } = await import(`./server.mjs?${query}`));
  own = new Set(Object.getOwnPropertyNames(globalThis));
  process.send({ ready: true });
}

/** Closes the server. Returns whether it has left nothing, so that another may be served here. */
async function leave() {
  await operations.close();
  // What packages share is behind symbols, and stays.
  const apps = Object.getOwnPropertyNames(globalThis).filter((name) => !own.has(name));
  for (const name of apps) delete globalThis[name];
  const isLeft = () => !process.getActiveResourcesInfo().every((kind) => harmless.test(kind));
  // Node names a socket and a watcher for a moment after they were closed.
  for (let turn = 0; turn < 25 && isLeft(); turn++) await setTimeout(2);
  return !isLeft();
}

process.on("message", async ({ lab, call, operation, argument }) => {
  // What fails here ends the process.
  if (lab) return serve(lab);
  try {
    const act = operation === "leave" ? leave : operations[operation];
    process.send({ call, result: await act(argument) });
  } catch (error) {
    process.send({ call, error: String(error?.stack ?? error) });
  }
});
process.on("disconnect", () => process.exit());
