/**
 * The part of targeted edits in a runner: disposes of all modules before they are evaluated again, answers fetches of modules that the server
 * has sent and of unchanged ones, and reports an evaluation that fails.
 *
 * Vite itself disposes only of the module that accepts an update, not of others that are evaluated again with it, and of none at a full
 * reload. The parts of the runner's HMR client that are used here are not public. They are the same in Vite 6, 7 and 8, and in the runners
 * that Cloudflare's plugin bundles.
 */

type Dispose = (data: unknown) => unknown;

/** Updates that are not evaluated yet. */
interface Pending {
  /** The modules that the next Vite update evaluates again. */
  readonly outdated: Outdated[];
  /** Resolves when the disposers of these modules have run. */
  disposing: Promise<void> | undefined;
  /** The numbers of the updates that are being evaluated. */
  readonly evaluating: number[];
  /** How many of the modules that accept them are being imported. */
  imports: number;
  /** Whether their evaluation has failed. */
  hasFailed: boolean;
  /** The number of the last update that the server has announced. */
  received: number;
  /** By URL: modules that the server has sent along, and that no evaluation has fetched yet. */
  readonly modules: Map<string, Given>;
  /** By URL: modules that were fetched before the update came that they go along with, with its number. */
  readonly overtaken: Map<string, number>;
}

/** A module that went along with an update. */
interface Given {
  readonly module: Fetched;
  readonly update: number;
}

/** The part of the runner's HMR client that is used. */
interface Client {
  readonly disposeMap: Map<string, Dispose>;
  readonly dataMap: Map<string, unknown>;
  /** Added by this module. */
  rwstate?: Pending;
  importUpdatedModule: ((update: unknown) => Promise<unknown>) & { isWatched?: true };
  readonly transport?: Transport;
}

interface Transport {
  invoke?: (name: string, data: unknown[]) => Promise<unknown>;
}

/** The server's message that an update is about to evaluate modules again. */
interface Outdated {
  readonly update: number;
  readonly paths: string[];
  /** By URL: those of them that the runner need not fetch. */
  readonly modules: Record<string, Fetched>;
}

/** The server's answer to a fetch of a module. */
interface Fetched {
  readonly file?: string | null;
  readonly id?: string;
  /** The static imports that the runner need not fetch. */
  readonly kept?: string[];
  /** The number of an update that it goes along with, too. */
  readonly update?: number;
  /** By URL: modules that are outdated though they went along with the update of this number. */
  readonly retracted?: Record<string, number>;
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
  // Kept on the client: after a full reload Vite may still call listeners of this module's instance before.
  const pending = (client.rwstate ??= {
    outdated: [],
    disposing: undefined,
    evaluating: [],
    imports: 0,
    hasFailed: false,
    received: -1,
    modules: new Map(),
    overtaken: new Map(),
  });
  hot.on("rwstate:outdated", (message: Outdated) => {
    const isKnown = pending.outdated.some(({ update }) => update === message.update);
    if (isKnown) return;
    pending.outdated.push(message);
    for (const path of message.paths) pending.modules.delete(path);
    for (const [url, module] of Object.entries(message.modules)) {
      if (pending.overtaken.get(url) === message.update) continue;
      pending.modules.set(url, { module, update: message.update });
    }
    pending.received = message.update;
    for (const [url, update] of pending.overtaken) {
      if (update <= message.update) pending.overtaken.delete(url);
    }
  });
  const disposeOfOutdated = () => {
    pending.disposing ??= disposeFor(hot, client, pending).finally(() => {
      pending.disposing = undefined;
    });
    return pending.disposing;
  };
  hot.on("vite:beforeUpdate", disposeOfOutdated);
  // A runner processes one message after the other, so this ends all updates before it.
  hot.on("vite:afterUpdate", () => endUpdates(hot, pending));
  // An environment with `hot: false` drops Vite's updates, and no others of its messages, and so does Nitro: the host imports modules by
  // itself. What an update before this message would have evaluated is still in the list then.
  hot.on("rwstate:update-sent", async ({ update: sent }: { update: number }) => {
    if (!pending.outdated.some(({ update }) => update === sent)) return;
    await disposeOfOutdated();
    endUpdates(hot, pending);
  });
  hot.on("vite:beforeFullReload", () => {
    pending.modules.clear();
    return dispose(client, [...client.disposeMap.keys()]);
  });

  // A message that is sent before the environment listens is lost, so the server asks for it when it listens.
  const { importUpdatedModule, transport } = client;
  const canWatch = typeof importUpdatedModule === "function";
  const takesModules = canWatch && typeof transport?.invoke === "function";
  hot.on("rwstate:announce", () => send(hot, "rwstate:can-dispose", { takesModules }));
  send(hot, "rwstate:can-dispose", { takesModules });

  if (!canWatch || importUpdatedModule.isWatched) return;
  if (transport) answerFetches(transport, pending);
  client.importUpdatedModule = Object.assign(
    async (update: unknown) => {
      pending.imports++;
      try {
        return await importUpdatedModule.call(client, update);
      } catch (error) {
        pending.hasFailed = true;
        // The module does not compile. A reload of every module would not help.
        if (isFromServer(error)) {
          // In workerd the error may be that of a request, and nothing that waits for the update goes on.
          if (pending.imports === 1) endUpdates(hot, pending);
          throw error;
        }
        // The runner logs what the server does not get.
        if (!send(hot, "rwstate:evaluation-failed")) throw error;
        return undefined;
      } finally {
        pending.imports--;
      }
    },
    { isWatched: true as const },
  );
}

/** Reports that the updates whose modules are disposed of are evaluated. */
function endUpdates(hot: Hot, pending: Pending): void {
  const { hasFailed } = pending;
  pending.hasFailed = false;
  for (const update of pending.evaluating.splice(0)) {
    send(hot, "rwstate:evaluated", { update, hasFailed });
  }
}

/**
 * Answers fetches in the server's place, each of which would be a message to another process in workerd: of a module that the server has sent with
 * an update, and of an unchanged one. A runner fetches each import of a module that it evaluates, even if it has the imported module. The
 * server's answer for the module itself lists the imports that have not changed. Each of these is answered once, for the evaluation that
 * follows.
 */
function answerFetches(transport: Transport, pending: Pending): void {
  const { invoke } = transport;
  if (typeof invoke !== "function") return;
  const kept = new Map<string, Set<string>>();
  transport.invoke = async (name, data) => {
    if (name !== "fetchModule") return invoke.call(transport, name, data);
    const [url, importer, options] = data as [string, string?, { cached?: boolean }?];
    const { modules, overtaken, received } = pending;
    const known = unwrapped(url);
    const ask = async () => {
      const asked = [url, importer, { ...options, received }];
      const answer = (await invoke.call(transport, name, asked)) as Fetched;
      if (answer.update !== undefined) {
        modules.delete(known);
        overtaken.set(known, answer.update);
      }
      for (const [url, update] of Object.entries(answer.retracted ?? {})) {
        if ((modules.get(url)?.update ?? Infinity) <= update) modules.delete(url);
      }
      return answer;
    };
    const module = modules.get(known)?.module;
    modules.delete(known);
    if (!module && options?.cached && kept.get(importer ?? "")?.delete(url)) return { cache: true };
    const answer = module ?? (await ask());
    if (answer.kept) kept.set(answer.file || (answer.id ?? ""), new Set(answer.kept));
    return answer;
  };
}

async function disposeFor(
  hot: Hot,
  client: Client,
  { outdated, evaluating }: Pending,
): Promise<void> {
  const messages = outdated.splice(0);
  await dispose(
    client,
    messages.flatMap(({ paths }) => paths),
  );
  for (const { update } of messages) {
    send(hot, "rwstate:disposed", update);
    evaluating.push(update);
  }
}

/** Calls the disposers of modules one after the other, those that were evaluated last first. Each is called once. */
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
      report(path, error);
    }
    clearTimeout(timer);
  }
}

/** Sends a message to the dev server, and returns whether that has worked. */
function send(hot: Hot, event: string, data?: unknown): boolean {
  try {
    hot.send(event, data);
    return true;
  } catch {
    // It throws in workerd in the context of another request or Durable Object.
    return false;
  }
}

/** Reports a disposer that has failed. */
function report(path: string, error: unknown): void {
  try {
    console.error(`rwstate: import.meta.hot.dispose of ${path} has failed:`, error);
  } catch {
    // The user's console may throw: one that sends its arguments, as `hot` does.
  }
}

/** The URL by which the server knows a module: without the prefix for ids. */
function unwrapped(url: string): string {
  return url.startsWith("/@id/") ? url.slice("/@id/".length).replace("__x00__", "\0") : url;
}

function isFromServer(error: unknown): boolean {
  return typeof error === "object" && error !== null && "runnerError" in error;
}
