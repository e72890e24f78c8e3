/** Waits until a server that has answered has had no request in flight for a while. */
export class Idle {
  readonly #after: number;
  /** Whether a request is in flight. */
  readonly #isBusy: () => boolean;
  /** Is called then; what it returns says whether that was all. */
  readonly #call: () => boolean;
  #timer: NodeJS.Timeout | undefined;
  #isDone = false;

  constructor(after: number, isBusy: () => boolean, call: () => boolean) {
    this.#after = after;
    this.#isBusy = isBusy;
    this.#call = call;
  }

  /** A request has ended, or one more has begun. */
  disturbed(): void {
    clearTimeout(this.#timer);
    if (this.#isDone || this.#isBusy()) return;
    this.#timer = setTimeout(() => {
      this.#isDone = this.#isBusy() ? false : this.#call();
    }, this.#after).unref();
  }

  /** The server is closing. */
  close(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
  }
}
