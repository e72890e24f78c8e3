/**
 * What evaluates the modules of one environment, as the inspector sees it: asked over Vite's channel, or in this realm where it has none, as
 * `server.ssrLoadModule` has not.
 */
import type { DevEnvironment, HotPayload } from "vite";
import { isEntryReload } from "../plugin/entry-reload.js";
import { anchorKey as key, toRunner, toServer } from "../protocol.js";

/** What can be asked: for the entries, or to reset one. */
type Question = "entries" | "reset";

/** The part of the state module's anchor that answers in this realm. */
interface Anchor {
  answers?: Map<string, (ask: Question, hot: Answering, asked?: string) => Promise<unknown>>;
}

/** What an answer is sent to. */
interface Answering {
  send(event: string, data: string): void;
}

export interface Heard {
  /** A runner asks for a module. */
  runs(): void;
  /** It has loaded the state module. */
  speaks(): void;
  /** It has reported its entries, as JSON. */
  told(entries: string): void;
  wasReset(): void;
  /** It is sent a reload of every module. */
  reloads(): void;
}

export class Runner {
  readonly #environment: DevEnvironment;
  readonly #scope: string;
  readonly #heard: Heard;
  #runs = false;
  #speaks = false;

  constructor(environment: DevEnvironment, scope: string, heard: Heard) {
    this.#environment = environment;
    this.#scope = scope;
    this.#heard = heard;
    const { hot } = environment;
    hot.on(toServer.hello, () => {
      this.#speaks = true;
      heard.speaks();
    });
    hot.on(toServer.told, (entries: string) => {
      this.#speaks = true;
      heard.told(entries);
    });
    hot.on(toServer.wasReset, () => this.#wasReset());
    this.#watchReloads();
    this.#watchFetches();
  }

  /** Whether it is there to be asked. */
  get answers(): boolean {
    return this.#speaks || this.#here !== undefined;
  }

  /** It has not answered: it is not asked again until it speaks. */
  isSilent(): void {
    this.#speaks = false;
  }

  /** Asks, and returns whether there is something to ask. */
  ask(question: Question, asked?: string): boolean {
    if (this.#speaks) {
      this.#environment.hot.send(toRunner[question], asked);
      return true;
    }
    const here = this.#here;
    const send = (_event: string, data: string) =>
      question === "entries" ? this.#heard.told(data) : this.#wasReset();
    here?.(question, { send }, asked).catch(() => {
      // Of a server that has closed since.
      if (this.#here === here) anchor()?.answers?.delete(this.#scope);
    });
    return here !== undefined;
  }

  /** What answers in this realm. */
  get #here() {
    return anchor()?.answers?.get(this.#scope);
  }

  /** Modules hold what they got; evaluated again, they get what there is now. */
  #wasReset(): void {
    if (this.#speaks) this.#environment.hot.send({ type: "full-reload", path: "*" });
    else this.#environment.moduleGraph.invalidateAll();
    this.#heard.wasReset();
  }

  /** What is sent through here is what a runner gets: all that may hold it back, or make less of it, comes before. */
  #watchReloads(): void {
    const { hot, moduleGraph } = this.#environment;
    const send = hot.send.bind(hot) as (...message: unknown[]) => void;
    hot.send = (...message: unknown[]) => {
      const payload = (message[0] ?? {}) as HotPayload;
      if (payload.type === "full-reload" && this.#speaks && !isEntryReload(payload)) {
        // A runner ignores one for a file of which it has no module.
        const file = payload.triggeredBy?.replaceAll("\\", "/");
        if (!file || moduleGraph.getModulesByFile(file)?.size) this.#heard.reloads();
      }
      send(...message);
    };
  }

  #watchFetches(): void {
    const environment = this.#environment;
    if (typeof environment.fetchModule !== "function") return;
    const fetch = environment.fetchModule.bind(environment);
    environment.fetchModule = (url, importer, options) => {
      // A caller that does not say whether it has the module is no runner.
      if (!this.#runs && options && "cached" in options) {
        this.#runs = true;
        this.#heard.runs();
      }
      return fetch(url, importer, options);
    };
  }
}

function anchor(): Anchor | undefined {
  return (globalThis as { [key]?: Anchor })[key];
}
