/** The stream of snapshots. It is opened again whenever it ends, as when the dev server restarts. */

/** How long to wait before the stream is opened again, in milliseconds. */
const PATIENCE = 500;

export interface Listener {
  snapshot(text: string): void;
  /** The stream has ended, and is about to be opened again. */
  dropped(): void;
}

export function follow(listener: Listener): void {
  const events = new EventSource("events");
  events.addEventListener("snapshot", ({ data }) => listener.snapshot(data as string));
  events.addEventListener("error", () => {
    // A browser connects again by itself only after some seconds, and never after an answer that is not a stream, such as that of a server
    // which has no routes yet.
    events.close();
    listener.dropped();
    setTimeout(follow, PATIENCE, listener);
  });
}
