/**
 * The runner of one environment, from the inspector's side: asks it for its entries. The questions go over Vite's hot channel, or to the
 * state module in this realm where there is no channel, as with `server.ssrLoadModule`.
 */
import type { DevEnvironment, HotPayload } from "vite";
import { anchorKey as key, toRunner, toServer } from "../protocol.js";
import { isEntryReload } from "../server/entry-reload.js";

/** A request to report all entries, or to reset one. */
type Question = "entries" | "reset";

/** The part of the state module's anchor that answers in this realm. */
interface Anchor {
  answers?: Map<string, (ask: Question, hot: Answering, key?: string) => Promise<unknown>>;
}

/** Gets an answer, as `hot` would. */
interface Answering {
  send(event: string, data: string): void;
}

export interface RunnerEvents {
  /** The runner has fetched its first module. */
  runs(): void;
  /** The state module announces itself. */
  announces(): void;
  /** The runner has reported its entries, as JSON. */
  reports(entries: string): void;
  /** The runner has reset an entry. */
  wasReset(): void;
  /** The runner is sent a full reload. */
  reloads(): void;
}

export class Runner {
  readonly #environment: DevEnvironment;
  readonly #scope: string;
  readonly #events: RunnerEvents;
  #runs = false;
  /** Whether the state module has announced itself, and has answered since. */
  #isConnected = false;

  constructor(environment: DevEnvironment, scope: string, events: RunnerEvents) {
    this.#environment = environment;
    this.#scope = scope;
    this.#events = events;
    const { hot } = environment;
    hot.on(toServer.hello, () => {
      this.#isConnected = true;
      events.announces();
    });
    hot.on(toServer.entriesReported, (entries: string) => {
      this.#isConnected = true;
      events.reports(entries);
    });
    hot.on(toServer.entryReset, () => this.#wasReset());
    this.#watchReloads();
    this.#watchFetches();
  }

  /** Whether it can be asked. */
  get answers(): boolean {
    return this.#isConnected || this.#here !== undefined;
  }

  /** Stops to ask it until it announces itself again, because it has not answered. */
  disconnect(): void {
    this.#isConnected = false;
  }

  /** Asks it, for one entry where there is a `key`. Returns whether it can be asked. */
  ask(question: Question, key?: string): boolean {
    if (this.#isConnected) {
      this.#environment.hot.send(toRunner[question], key);
      return true;
    }
    const here = this.#here;
    const send = (_event: string, data: string) =>
      question === "entries" ? this.#events.reports(data) : this.#wasReset();
    here?.(question, { send }, key).catch(() => {
      // The state module is that of a server which has closed since.
      if (this.#here === here) anchor()?.answers?.delete(this.#scope);
    });
    return here !== undefined;
  }

  /** The function by which the state module answers in this realm. */
  get #here() {
    return anchor()?.answers?.get(this.#scope);
  }

  /** Has all modules evaluated again, since their variables hold the value that was reset. */
  #wasReset(): void {
    if (this.#isConnected) this.#environment.hot.send({ type: "full-reload", path: "*" });
    else this.#environment.moduleGraph.invalidateAll();
    this.#events.wasReset();
  }

  /** Wraps `hot.send`. The inspector is the first plugin to do so: other plugins may withhold or replace a message before it gets here. */
  #watchReloads(): void {
    const { hot, moduleGraph } = this.#environment;
    const send = hot.send.bind(hot) as (...message: unknown[]) => void;
    hot.send = (...message: unknown[]) => {
      const payload = (message[0] ?? {}) as HotPayload;
      if (payload.type === "full-reload" && this.answers && !isEntryReload(payload)) {
        // A runner ignores a reload for a file of which it has no module.
        const file = payload.triggeredBy?.replaceAll("\\", "/");
        if (!file || moduleGraph.getModulesByFile(file)?.size) this.#events.reloads();
      }
      send(...message);
    };
  }

  #watchFetches(): void {
    const environment = this.#environment;
    if (typeof environment.fetchModule !== "function") return;
    const fetch = environment.fetchModule.bind(environment);
    environment.fetchModule = (url, importer, options) => {
      // A runner says where its evaluator's code begins, and who imports. RedwoodSDK, which passes `cached` alone, serves the modules of
      // `ssr` to the runner of another environment.
      const isBare = importer === undefined && options?.startOffset === undefined;
      if (!this.#runs && options && "cached" in options && !isBare) {
        this.#runs = true;
        this.#events.runs();
      }
      return fetch(url, importer, options);
    };
  }
}

function anchor(): Anchor | undefined {
  return (globalThis as { [key]?: Anchor })[key];
}
