/** What is done with a saved file in a pause between requests, as nobody waits for it. */

interface Watched {
  /** How many requests have come. */
  requests(): number;
  /** Whether one is in flight, or an edit in progress. */
  isBusy(): boolean;
}

/** Saved files that an environment is to be told of in the next pause. */
export class Later {
  readonly #after: number;
  readonly #server: Watched;
  /** Is called for each environment with its files. */
  readonly #call: (environment: number, files: string[]) => void;
  readonly #files = new Map<number, Set<string>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    after: number,
    server: Watched,
    call: (environment: number, files: string[]) => void,
  ) {
    this.#after = after;
    this.#server = server;
    this.#call = call;
  }

  add(environments: number[], file: string): void {
    if (environments.length === 0) return;
    for (const id of environments) {
      this.#files.set(id, (this.#files.get(id) ?? new Set()).add(file));
    }
    this.#wait();
  }

  /** The files of an environment that is told of them now, as its optimizer is about to run anyway. */
  take(environment: number): string[] {
    const files = this.#files.get(environment) ?? [];
    this.#files.delete(environment);
    return [...files];
  }

  /** The server is closing: the walk of the next start finds what these files import. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const before = this.#server.requests();
    this.#timer = setTimeout(() => {
      const isPause = this.#server.requests() === before && !this.#server.isBusy();
      if (isPause) this.#tell();
      else this.#wait();
    }, this.#after).unref();
  }

  #tell(): void {
    for (const id of this.#files.keys()) this.#call(id, this.take(id));
  }
}
