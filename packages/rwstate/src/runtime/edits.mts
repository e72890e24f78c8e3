/**
 * In a runner of a server's code: modules are disposed of before they are evaluated again, and an evaluation that fails is reported.
 *
 * Vite disposes of a module that accepts an update, and of none else that is evaluated again with it or by a full reload. The runner's
 * HMR client has no public door; its parts are named so in Vite 6, 7 and 8, and in the runners that Cloudflare's plugin bundles.
 */

type Dispose = (data: unknown) => unknown;

interface Client {
  readonly disposeMap: Map<string, Dispose>;
  readonly dataMap: Map<string, unknown>;
  importUpdatedModule: ((update: unknown) => Promise<unknown>) & { isWatched?: true };
}

interface Outdated {
  readonly update: number;
  readonly paths: string[];
}

interface Hot {
  readonly hmrClient?: Partial<Client>;
  on(event: string, listener: (data: never) => unknown): void;
  send(event: string, data?: unknown): void;
}

const { hot } = import.meta as { hot?: Hot };
const client = hot?.hmrClient;

if (hot && client?.disposeMap instanceof Map && client.dataMap instanceof Map) {
  watch(hot, client as Client);
}

function watch(hot: Hot, client: Client): void {
  /** What the next update evaluates again, by the number of the message that says so. */
  let outdated: Outdated[] = [];
  hot.on("rwstate:outdated", (message: Outdated) => {
    outdated.push(message);
  });
  hot.on("vite:beforeUpdate", async () => {
    const messages = outdated;
    outdated = [];
    await dispose(
      client,
      messages.flatMap(({ paths }) => paths),
    );
    for (const { update } of messages) hot.send("rwstate:disposed", update);
  });
  hot.on("vite:beforeFullReload", () => dispose(client, [...client.disposeMap.keys()]));

  hot.send("rwstate:disposes");

  const { importUpdatedModule } = client;
  if (typeof importUpdatedModule !== "function" || importUpdatedModule.isWatched) return;
  client.importUpdatedModule = Object.assign(
    async (update: unknown) => {
      try {
        return await importUpdatedModule.call(client, update);
      } catch (error) {
        // What does not compile is the server's error, and evaluating more would not help.
        if (isFromServer(error)) throw error;
        hot.send("rwstate:not-evaluated");
        return undefined;
      }
    },
    { isWatched: true as const },
  );
}

/** Runs the disposers of modules, the last evaluated first, each once and one after the other. */
async function dispose({ disposeMap, dataMap }: Client, paths: string[]): Promise<void> {
  for (const path of paths.reverse()) {
    const disposer = disposeMap.get(path);
    disposeMap.delete(path);
    try {
      await disposer?.(dataMap.get(path));
    } catch (error) {
      console.error(`rwstate: import.meta.hot.dispose of ${path} has failed:`, error);
    }
  }
}

function isFromServer(error: unknown): boolean {
  return typeof error === "object" && error !== null && "runnerError" in error;
}
