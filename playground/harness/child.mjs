// The child process of a lab, or of several, one after the other: each has an instance of `server.mjs` of its own.

/** What a closed server may leave: the pipes to the parent process, and what ends by itself. */
const harmless = /^(?:Pipe|FSReq|Timeout|Immediate)/;

/** What is on `globalThis` before a lab's app runs. */
const own = new Set(Reflect.ownKeys(globalThis));

let operations;

async function serve({ root, inline, env }) {
  process.chdir(root);
  for (const [name, value] of Object.entries(env)) {
    // The lab before may have had what this one has not.
    if (value === "") delete process.env[name];
    else process.env[name] = value;
  }
  const query = new URLSearchParams({ root, inline });
  ({ operations } = await import(`./server.mjs?${query}`));
  process.send({ ready: true });
}

/** Closes the server. Returns whether it has left nothing, so that another may be served here. */
async function leave() {
  await operations.close();
  for (const key of Reflect.ownKeys(globalThis)) if (isOfApp(key)) delete globalThis[key];
  return process.getActiveResourcesInfo().every((kind) => harmless.test(kind));
}

/** Whether an app has put something on `globalThis`. A symbol is what a package shares between its copies. */
function isOfApp(key) {
  return typeof key === "string" && !own.has(key);
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
