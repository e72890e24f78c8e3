/** What Vite sends to runners, kept back until the gate lets it go, and what runners answer. */
import type { DevEnvironment, HotPayload } from "vite";
import { isEntryReload } from "../plugin/entry-reload.js";
import { toRunner, toServer } from "../protocol.js";
import type { Adapter } from "./adapter.js";

type Send = (...message: unknown[]) => void;

interface Channel {
  send: Send;
  /** Whether its runner has said that it hears pings, and has not failed to answer one since. */
  answers: boolean;
  /** The entries of its state at the last answer: how many, and the keys of the first. */
  kept: { count: number; keys: string[] } | undefined;
}

/** A runner's answer. */
interface Pong {
  ping: number;
  kept: number;
  keys: string[];
}

export class Hot {
  #adapter!: Adapter;
  readonly #channels: (Channel | undefined)[] = [];
  readonly #withheld = new Map<number, { send: Send; message: unknown[] }>();
  readonly #asked = new Map<number, Channel>();
  #next = 0;

  attach(adapter: Adapter): void {
    this.#adapter = adapter;
  }

  /** Wraps the `send` of an environment. Other messages than reloads and updates go out at once. */
  watch(environment: DevEnvironment, id: number): void {
    const { hot } = environment;
    const holdsEntry = dispatchesRequests(environment);
    const send = hot.send.bind(hot) as Send;
    const channel: Channel = { send, answers: false, kept: undefined };
    this.#channels[id] = channel;
    hot.send = (...message: unknown[]) => {
      const payload = (message[0] ?? {}) as Partial<HotPayload>;
      const kind = kindOf(payload, holdsEntry);
      if (!kind) return send(...message);
      const number = this.#next++;
      this.#withheld.set(number, { send, message });
      this.#adapter.disturb((gate, now) => gate[kind](number, id, channel.answers, now));
    };
    const { fetchModule } = environment;
    if (typeof fetchModule === "function") {
      environment.fetchModule = (...module) => {
        // A runner that owes an answer is at work on what comes before it.
        if ([...this.#asked.values()].includes(channel)) {
          this.#adapter.tell((gate, now) => gate.fetch(id, now));
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
      this.#asked.delete(ping);
      this.#adapter.tell((gate, now) => gate.pong(ping, now));
    });
  }

  forward(number: number, everything: boolean): void {
    const withheld = this.#withheld.get(number);
    this.#withheld.delete(number);
    withheld?.send(...(everything ? [{ type: "full-reload", path: "*" }] : withheld.message));
  }

  drop(number: number): void {
    this.#withheld.delete(number);
  }

  ping(ping: number, environment: number): void {
    const channel = this.#channels[environment];
    if (!channel) return;
    this.#asked.set(ping, channel);
    channel.send(toRunner.ping, ping);
  }

  kept(environment: number): Channel["kept"] {
    return this.#channels[environment]?.kept;
  }

  /** The gate has opened: a runner that owes an answer is not asked again until it speaks. */
  opened(): void {
    for (const channel of this.#asked.values()) channel.answers = false;
    this.#asked.clear();
  }

  /** Sends all that is withheld, as if there were no gate. */
  release(): void {
    for (const number of this.#withheld.keys()) this.forward(number, false);
  }
}

/** What a message is to the gate; nothing where it goes out at once. An entry's reload goes with the update that it follows. */
function kindOf(
  payload: Partial<HotPayload>,
  holdsEntry: boolean,
): "reload" | "update" | "entry" | undefined {
  if (isEntryReload(payload)) return holdsEntry ? "entry" : "update";
  if (payload.type === "full-reload") return "reload";
  return payload.type === "update" ? "update" : undefined;
}

/**
 * Whether requests are dispatched to the runner, which answers them by the entry that it holds, as in a `FetchableDevEnvironment`
 * (Nitro's): a request may overtake the message that has it import its entry again. Others import their entry for each request.
 */
function dispatchesRequests(environment: DevEnvironment): boolean {
  return "dispatchFetch" in environment;
}
