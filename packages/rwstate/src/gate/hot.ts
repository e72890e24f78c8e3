/** Withholds what Vite sends to runners until the gate forwards it, and asks runners whether they have processed it. */
import type { DevEnvironment, HotPayload } from "vite";
import { toRunner, toServer } from "../protocol.js";
import { holdsEntry, isEntryReload } from "../server/entry-reload.js";
import type { Adapter } from "./adapter.js";

type Send = (...message: unknown[]) => void;

/** An environment's connection to its runner. */
interface Channel {
  /** The environment's `hot.send` as it was before the gate wrapped it. */
  send: Send;
  /** Whether the runner answers pings: it has announced itself, and has answered every ping since. */
  answers: boolean;
  /** The state entries of the runner at its last answer: their number, and the first keys. */
  kept: { count: number; keys: string[] } | undefined;
}

/** A runner's answer to a ping. */
interface Pong {
  ping: number;
  kept: number;
  keys: string[];
}

export class Hot {
  readonly #adapter: Adapter;
  readonly #channels = new Map<number, Channel>();
  readonly #withheld = new Map<number, { send: Send; message: unknown[] }>();
  /** The pings without an answer. */
  readonly #pings = new Map<number, Channel>();
  #nextSend = 0;

  constructor(adapter: Adapter, environments: ReadonlyMap<number, DevEnvironment>) {
    this.#adapter = adapter;
    for (const [id, environment] of environments) this.#watch(environment, id);
    adapter.on("forward", (send, everything) => this.#forward(send, everything));
    adapter.on("drop", (send) => this.#withheld.delete(send));
    adapter.on("ping", (ping, environment) => this.#ping(ping, environment));
    adapter.on("open", () => this.#forgetPings());
    adapter.on("fail", () => this.#forwardAll());
  }

  /** The state entries of an environment's runner, as its last answer to a ping counts them. */
  kept(environment: number): Channel["kept"] {
    return this.#channels.get(environment)?.kept;
  }

  /** Wraps `hot.send`. Only reloads and updates are withheld. */
  #watch(environment: DevEnvironment, id: number): void {
    const { hot } = environment;
    const isHeld = holdsEntry(environment);
    const send = hot.send.bind(hot) as Send;
    const channel: Channel = { send, answers: false, kept: undefined };
    this.#channels.set(id, channel);
    hot.send = (...message: unknown[]) => {
      const payload = (message[0] ?? {}) as Partial<HotPayload>;
      const kind = kindOf(payload, isHeld);
      if (!kind) return send(...message);
      const number = this.#nextSend++;
      this.#withheld.set(number, { send, message });
      this.#adapter.disturb((gate, now) => gate[kind](number, id, channel.answers, now));
    };
    const { fetchModule } = environment;
    if (typeof fetchModule === "function") {
      environment.fetchModule = (...module) => {
        // A runner that has not answered its ping yet is still evaluating modules: the time limit starts again with each fetch.
        if ([...this.#pings.values()].includes(channel)) {
          this.#adapter.notify((gate, now) => gate.fetch(id, now));
        }
        return fetchModule.apply(environment, module);
      };
    }
    hot.on(toServer.hello, () => {
      channel.answers = true;
    });
    hot.on(toServer.pong, ({ ping, kept, keys }: Pong) => {
      channel.kept = { count: kept, keys };
      channel.answers = true;
      this.#pings.delete(ping);
      this.#adapter.notify((gate, now) => gate.pong(ping, now));
    });
  }

  #forward(number: number, everything: boolean): void {
    const withheld = this.#withheld.get(number);
    this.#withheld.delete(number);
    withheld?.send(...(everything ? [{ type: "full-reload", path: "*" }] : withheld.message));
  }

  #ping(ping: number, environment: number): void {
    const channel = this.#channels.get(environment);
    if (!channel) return;
    this.#pings.set(ping, channel);
    channel.send(toRunner.ping, ping);
  }

  /** A runner that has not answered by the time the gate opens gets no more pings until it announces itself again. */
  #forgetPings(): void {
    for (const channel of this.#pings.values()) channel.answers = false;
    this.#pings.clear();
  }

  #forwardAll(): void {
    for (const number of this.#withheld.keys()) this.#forward(number, false);
  }
}

/**
 * The event of the gate's core for a message; `undefined` for one that is not withheld. What reloads the entry module alone is sent after
 * each update. It counts as a part of that update, except for a runner that keeps its entry module.
 */
function kindOf(
  payload: Partial<HotPayload>,
  isHeld: boolean,
): "reload" | "update" | "entry" | undefined {
  if (isEntryReload(payload)) return isHeld ? "entry" : "update";
  if (payload.type === "full-reload") return "reload";
  return payload.type === "update" ? "update" : undefined;
}
