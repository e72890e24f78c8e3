/** Waits for a pause: a time in which no request comes, none is in flight and nothing else is done, so that nobody waits for what is then. */

interface Watched {
  /** How many requests have come. */
  requests(): number;
  /** Whether one is in flight, or an edit in progress. */
  isBusy(): boolean;
}

export class Pause {
  readonly #length: number;
  readonly #longest: number;
  readonly #server: Watched;
  readonly #call: () => void;
  /** When a pause was first asked for, since the last one. */
  #since: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Both times are in milliseconds: that of a pause, and after which there need be none, as some servers never have one. */
  constructor(
    { length, longest }: { length: number; longest: number },
    server: Watched,
    call: () => void,
  ) {
    this.#length = length;
    this.#longest = longest;
    this.#server = server;
    this.#call = call;
  }

  /** Something is to be done in the next pause. */
  ask(): void {
    this.#since ??= Date.now();
    this.#wait();
  }

  /** The server is closing. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { requests, isBusy } = this.#server;
    const [before, wasBusy] = [requests(), isBusy()];
    this.#timer = setTimeout(() => {
      const isPause = !wasBusy && !isBusy() && requests() === before;
      const isLate = Date.now() - this.#since! >= this.#longest;
      if (!isPause && !isLate) return this.#wait();
      this.#since = undefined;
      this.#call();
    }, this.#length).unref();
  }
}
