/**
 * In a runner of a server's code: modules are disposed of before they are evaluated again, what they import and no edit has touched is
 * not asked for again, and an evaluation that fails is reported.
 *
 * Vite disposes of a module that accepts an update, and of none else that is evaluated again with it or by a full reload. The runner's
 * HMR client has no public door; its parts are named so in Vite 6, 7 and 8, and in the runners that Cloudflare's plugin bundles.
 */

type Dispose = (data: unknown) => unknown;

interface Pending {
  /** What the next update evaluates again, by the number of the message that says so. */
  readonly outdated: Outdated[];
  /** Done once the disposers of that have run. */
  disposing: Promise<void> | undefined;
  /** The updates that are being evaluated, by their numbers. */
  readonly evaluating: number[];
  /** Whether that has failed. */
  hasFailed: boolean;
}

interface Client {
  readonly disposeMap: Map<string, Dispose>;
  readonly dataMap: Map<string, unknown>;
  /** What this module knows of it. */
  rwstate?: Pending;
  importUpdatedModule: ((update: unknown) => Promise<unknown>) & { isWatched?: true };
  /** The runner's own. */
  readonly transport?: Transport;
}

interface Transport {
  invoke?: (name: string, data: unknown[]) => Promise<unknown>;
}

interface Outdated {
  readonly update: number;
  readonly paths: string[];
}

/** What a server answers for a module. */
interface Fetched {
  readonly file?: string | null;
  readonly id?: string;
  /** Where the runner is to evaluate it again: of its static imports, those that the runner has as they are. */
  readonly kept?: string[];
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
  // Of one client: after a full reload Vite may go on calling the listeners of the module before.
  const pending = (client.rwstate ??= {
    outdated: [],
    disposing: undefined,
    evaluating: [],
    hasFailed: false,
  });
  hot.on("rwstate:outdated", (message: Outdated) => {
    const isKnown = pending.outdated.some(({ update }) => update === message.update);
    if (!isKnown) pending.outdated.push(message);
  });
  hot.on("vite:beforeUpdate", () => {
    pending.disposing ??= disposeFor(pending.outdated.splice(0), pending).finally(() => {
      pending.disposing = undefined;
    });
    return pending.disposing;
  });
  // A runner deals with one message after the other.
  hot.on("vite:afterUpdate", () => {
    const { hasFailed } = pending;
    pending.hasFailed = false;
    for (const update of pending.evaluating.splice(0)) {
      hot.send("rwstate:evaluated", { update, hasFailed });
    }
  });
  hot.on("vite:beforeFullReload", () => dispose(client, [...client.disposeMap.keys()]));

  // A module that is evaluated before its runner is connected sends into the void: the server asks again.
  hot.on("rwstate:announce", () => hot.send("rwstate:can-dispose"));
  hot.send("rwstate:can-dispose");

  const { importUpdatedModule } = client;
  if (typeof importUpdatedModule !== "function" || importUpdatedModule.isWatched) return;
  if (client.transport) spareQuestions(client.transport);
  client.importUpdatedModule = Object.assign(
    async (update: unknown) => {
      try {
        return await importUpdatedModule.call(client, update);
      } catch (error) {
        pending.hasFailed = true;
        // What does not compile is the server's error, and evaluating more would not help.
        if (isFromServer(error)) throw error;
        hot.send("rwstate:evaluation-failed");
        return undefined;
      }
    },
    { isWatched: true as const },
  );
}

/**
 * A runner asks for each import of a module that it evaluates, whether it has what is imported or not: in workerd a message to another
 * process. The answer for the module itself says which of them have not changed. Each counts once, for the evaluation that follows.
 */
function spareQuestions(transport: Transport): void {
  const { invoke } = transport;
  if (typeof invoke !== "function") return;
  const kept = new Map<string, Set<string>>();
  transport.invoke = async (name, data) => {
    if (name !== "fetchModule") return invoke.call(transport, name, data);
    const [url, importer, options] = data as [string, string?, { cached?: boolean }?];
    if (options?.cached && kept.get(importer ?? "")?.delete(url)) return { cache: true };
    const answer = (await invoke.call(transport, name, data)) as Fetched;
    if (answer.kept) kept.set(answer.file || (answer.id ?? ""), new Set(answer.kept));
    return answer;
  };
}

async function disposeFor(messages: Outdated[], { evaluating }: Pending): Promise<void> {
  await dispose(
    client as Client,
    messages.flatMap(({ paths }) => paths),
  );
  for (const { update } of messages) {
    hot?.send("rwstate:disposed", update);
    evaluating.push(update);
  }
}

/** Runs the disposers of modules, the last evaluated first, each once and one after the other. */
async function dispose({ disposeMap, dataMap }: Client, paths: string[]): Promise<void> {
  for (const path of paths.reverse()) {
    const disposer = disposeMap.get(path);
    if (!disposer) continue;
    disposeMap.delete(path);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(reject, 5000, new Error("it has not ended within 5 s"));
    });
    try {
      await Promise.race([disposer(dataMap.get(path)), late]);
    } catch (error) {
      console.error(`rwstate: import.meta.hot.dispose of ${path} has failed:`, error);
    }
    clearTimeout(timer);
  }
}

function isFromServer(error: unknown): boolean {
  return typeof error === "object" && error !== null && "runnerError" in error;
}
